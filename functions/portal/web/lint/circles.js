// Finds files that import each other in a circle: a rule of the linter, and a program for folders without one
// (`node circles.js src`). Circles of types alone and of `import()` count: they too keep files from being understood,
// or moved, one at a time. The rules that linters offer overlook one or the other.

import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import ts from 'typescript';

/** What the files below one `tsconfig.json` import, by file. */
class Imports {
  #known = new Map();

  constructor(config) {
    const read = ts.readConfigFile(config, ts.sys.readFile);
    this.options = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(config)).options;
  }

  of(file) {
    let imports = this.#known.get(file);
    if (!imports) {
      const named = ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles;
      const resolved = named.map(({ fileName }) => ts.resolveModuleName(fileName, file, this.options, ts.sys).resolvedModule);
      imports = resolved.filter((module) => module && !module.isExternalLibraryImport).map((module) => module.resolvedFileName);
      this.#known.set(file, imports);
    }
    return imports;
  }

  /** The shortest way from a file back to itself, as a list of files; none is undefined. */
  circle(file) {
    const cameFrom = new Map();
    const open = [file];
    for (const from of open) {
      for (const to of this.of(from)) {
        if (cameFrom.has(to)) continue;
        cameFrom.set(to, from);
        if (to === file) return way(file, cameFrom);
        if (/\.tsx?$/.test(to)) open.push(to);
      }
    }
    return undefined;
  }
}

function way(file, cameFrom) {
  const found = [file];
  for (let at = cameFrom.get(file); at !== file; at = cameFrom.get(at)) found.unshift(at);
  return [file, ...found];
}

const projects = new Map();

function importsAround(file) {
  const config = ts.findConfigFile(dirname(file), ts.sys.fileExists);
  if (!projects.has(config)) projects.set(config, new Imports(config));
  return projects.get(config);
}

/** What is said of a circle that a file is part of; undefined if it is part of none. */
export function complaint(file) {
  const circle = importsAround(file).circle(file);
  return circle && `Imports itself in a circle: ${circle.map((one) => basename(one)).join(' → ')}. Move what both need into a file of its own.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const noCircles = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Program(node) {
      const message = complaint(context.filename);
      if (message) context.report({ node, message });
    },
  }),
};

function main(directory) {
  const names = readdirSync(directory, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  const files = names.map((name) => join(realpathSync(directory), name));
  const said = files.map((file) => [relative('.', file), complaint(file)]).filter(([, message]) => message);
  for (const [file, message] of said) console.error(`${file}: ${message}`);
  process.exitCode = said.length > 0 ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) main(process.argv[2] ?? 'src');
