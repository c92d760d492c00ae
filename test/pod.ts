/** The least that inject has something to do about. */
export const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: contoso.azurecr.io/web:v1
`
