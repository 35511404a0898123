import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

const CHAIN = '@aws-sdk/credential-provider-node';

/**
 * A Lambda gets its credentials from the environment. The chain of providers that the SDK would ask brings clients for SSO, sign-in
 * and STS with it: 100 KB that never run.
 */
export const lambdaCredentials: Plugin = {
  name: 'lambda-credentials',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: new RegExp(`^${CHAIN}$`) }, async ({ kind, resolveDir, pluginData }) => {
      if (pluginData === CHAIN) return undefined;
      const { path, errors } = await resolve(CHAIN, { kind, resolveDir, pluginData: CHAIN });
      return { path, errors, namespace: 'lambda-credentials' };
    });
    onLoad({ filter: /.*/, namespace: 'lambda-credentials' }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: dirname(path),
    }));
  },
};
