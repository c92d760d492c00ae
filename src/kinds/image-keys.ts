/**
 * A key whose value is an image reference or a list of them: `image`, `baseImage`, `imageName`, `sidecarImage`,
 * `images`.
 */
export const IMAGE_KEY = /^(?:.*[a-z\d]I|i)mage(?:s|Name|URL|Url|Ref|Reference)?$/

/** A key that holds pull secrets: `imagePullSecrets`, `pullSecret`, `pullSecretName`, `customPullSecret`, `pullSecretRef`. */
export const SECRET_KEY = /pullsecrets?(?:names?|refs?)?$/i
