/** `token.actions.githubusercontent.com` from a provider's ARN, a URL or the bare issuer. */
export function issuerOf(provider: string): string {
  return provider.replace(/^(?:.*oidc-provider\/|https?:\/\/)/, '');
}

/** Issuers of Kubernetes clusters at AWS (EKS user guide, "IAM roles for service accounts"). */
const CLUSTER = /^oidc\.eks\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\/id\/[0-9A-F]+$/i;

/** Whether tokens of the issuer are those of pods. Whose cluster it is, the issuer’s address doesn’t say. */
export function isOfCluster(issuer: string): boolean {
  return CLUSTER.test(issuer);
}
