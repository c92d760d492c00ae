// What is used of the package, by name, so that the bundle can leave out its 800 generated classes. To be imported
// dynamically: it takes longer to load than anything else here.
export { KubeConfig } from '@kubernetes/client-node'
