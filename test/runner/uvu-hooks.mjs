/** Has test files get `uvu.ts` beside this file for uvu. For `module.registerHooks`, and for `module.register` before Node 22.15. */
export function resolve(specifier, context, next) {
  if (specifier !== 'uvu' || !/\/[^/]+\.test\.ts(?:\?.*)?$/.test(context.parentURL ?? ''))
    return next(specifier, context)
  return { url: new URL('uvu.ts', import.meta.url).href, format: 'module', shortCircuit: true }
}
