// The one file of the package that is used, by name: the bundle can leave out its 800 generated classes, and the package
// itself would bring along what copies files into containers, with a dependency whose licence `plugin/notices.ts` does
// not accept. To be imported dynamically: it takes longer to load than anything else here.
export { KubeConfig } from '@kubernetes/client-node/dist/config.js'
