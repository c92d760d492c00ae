import type { Pod } from '../../kubernetes/pod.ts'
import type { PullCause } from './kubelet-message.ts'

/** An image of a container or an image volume that a pod cannot pull now, by the pod's status and events. */
export interface PullFailure extends Pod {
  readonly image: string
  readonly cause: PullCause
  /** Secrets that the kubelet did not find for this pod. */
  readonly missingSecrets: readonly string[]
  /** The kubelet's message, on one line, without the text that surrounds every cause. */
  readonly detail: string
  /** Whether the pod's node has the image; absent if it was not looked up. */
  readonly isOnNode?: boolean
}
