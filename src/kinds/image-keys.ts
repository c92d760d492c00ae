/** A key whose text is an image: `image`, `baseImage`, `imageName`, `sidecarImage`. */
export const IMAGE_KEY = /^(?:.*[a-z\d]I|i)mage(?:Name|URL|Url|Ref|Reference)?$/

/** A key that holds pull secrets: `imagePullSecrets`, `pullSecret`, `pullSecretName`, `customPullSecret`, `pullSecretRef`. */
export const SECRET_KEY = /pullsecrets?(?:names?|refs?)?$/i
