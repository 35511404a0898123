import { registerHooks } from 'node:module';

/** Preloaded into every function's process: the runtime client finds our native part in place of its own, which is C++. */
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.endsWith('rapid-client.node')) return next(specifier, context);
    return {
      url: new URL('./native-client.ts', import.meta.url).href,
      format: 'module-typescript',
      shortCircuit: true,
    };
  },
});
