/** The lists of `gatetrail.yml` that detections may ask about (`Match.listed`). */
const LISTS = {
  deployRoles: 'roles that ship infrastructure: names or ARNs, with *',
  logBuckets: 'buckets that hold audit or access logs, with *',
  pipeline: 'names or ARNs of parts of this pipeline, with *',
  networks: 'networks of your own in CIDR notation, such as offices and VPN exits',
  issuers: 'hosts of token issuers and identity providers you use, with *',
  hosts: 'hosts that your applications and backends live on, with *',
} as const;

export type ListName = keyof typeof LISTS;
