/** The controller of an object, in the same namespace (`metadata.ownerReferences`). */
export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid?: string
}
