/** What infra/bundles.ts puts into every bundle; there is no such file. */
declare module 'gatetrail:config' {
  /** gatetrail.yml as it was checked at build; the defaults when there was none. */
  export const config: import('../../shared/config.ts').Config;
}

declare module 'gatetrail:rules' {
  /** The user's own rules, from the folder $GATETRAIL_RULES at build; empty when there was none. */
  export const detections: readonly import('../../shared/detections/define.ts').Detection[];
  export const sequences: readonly import('../../shared/detections/define.ts').Sequence[];
}
