// Builds the diagram viewer and the editors of diagrams, forms and decisions into web/static/dist.
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "static", "dist");

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/viewer.js", "src/modeler.js", "src/forms.js", "src/decisions.js"],
  outdir: dist,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  loader: { ".eot": "empty", ".ttf": "empty", ".woff": "empty", ".woff2": "file", ".svg": "file" },
  logLevel: "warning",
});

// The font of printed documents; pages never load it.
const font = "node_modules/@expo-google-fonts/noto-sans-sc";
for (const [weight, name] of [["400Regular", "regular"], ["700Bold", "bold"]]) {
  const file = join(here, font, weight, `NotoSansSC_${weight}.ttf`);
  await copyFile(file, join(dist, `noto-sans-sc-${name}.ttf`));
}

const manifest = {};
for (const [file, output] of Object.entries(metafile.outputs)) {
  if (!output.entryPoint?.endsWith(".js")) continue;
  const name = basename(output.entryPoint, ".js");
  manifest[name] = { js: basename(file), css: output.cssBundle ? basename(output.cssBundle) : null };
}
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
await writeFile(join(dist, "THIRD_PARTY_LICENSES.txt"), await licences(metafile));

// The licence texts of every package that ended up in a bundle.
async function licences({ inputs }) {
  const folders = new Set([font]);
  for (const input of Object.keys(inputs)) {
    const found = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
    if (found) folders.add(found[1]);
  }
  const texts = await Promise.all([...folders].sort().map(licence));
  return texts.join("\n");
}

async function licence(folder) {
  const path = join(here, folder);
  const about = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  const files = (await readdir(path)).filter((name) => /^licen[cs]e/i.test(name));
  const found = await Promise.all(files.map((file) => readFile(join(path, file), "utf8")));
  const text = found.join("\n\n") || `${about.license} (no licence file)`;
  return `=== ${about.name} ${about.version} (${about.license ?? "see text"})\n\n${text.trim()}\n`;
}
