import { Command } from 'clipanion'

export const SECRET_USAGE = Command.Usage({
  description: 'Print the pull secret',
  details: 'Writes a Secret that the kubelet can pull with, and nothing else, to stdout. It is not applied.',
  examples: [
    [
      'A repository-scoped token or service principal, its password on stdin',
      'kubectl acr secret --registry contoso --username pull --password-stdin < password | kubectl apply -f -',
    ],
    [
      'Who is logged in to Azure, for some three hours',
      'kubectl acr secret --registry contoso --azure-login -n shop',
    ],
    ['What az acr login or docker login left', 'kubectl acr secret --docker-config --registry contoso'],
    [
      "kubectl's own words",
      'kubectl acr secret acr-secret --docker-server=contoso.azurecr.io --docker-username=U --docker-password=P',
    ],
    [
      'Let External Secrets make and renew it',
      'kubectl acr secret --registry contoso --for external-secrets --workload-identity puller -n shop',
    ],
  ],
})
