// Imports one file of the package by its path. So the bundle leaves out 800 generated classes, and code for copying
// files to containers, which has a dependency with a license that `plugin/notices.ts` does not accept. Import this
// file dynamically: it loads more slowly than anything else here.
export { KubeConfig } from '@kubernetes/client-node/dist/config.js'
