import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const SCHEMAS = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;
/** `export var GetObject$ = [ … ];` at the start of a line, up to a bracket that ends one. */
const SCHEMA = /^((?:export )?var \w+\$? = )(\[[\s\S]*?\n?\]);$/gm;

/**
 * The schemas of a client's operations: plain arrays, that esbuild keeps though nobody asks for them, because it can't know that
 * their computed keys have no effect. Said to be pure, all goes but those of the operations that are used: 80 KB of `ingest`.
 */
export const pureSchemas: Plugin = {
  name: 'pure-schemas',
  setup({ onLoad }) {
    onLoad({ filter: SCHEMAS }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(SCHEMA, '$1/* @__PURE__ */ (() => $2)();'),
      loader: 'js',
    }));
  },
};
