import type { Place } from '../identity.ts';
import { LEGACY_CI } from '../organisation.ts';
import type { Call, Fields, Logged } from '../record.ts';

/** What happened, told by its records. */
export interface Story {
  readonly id: string;
  readonly title: string;
  /** Day of the sample, 1 to 10. */
  readonly day: number;
  readonly intent: 'attack' | 'benign';
  readonly log: readonly Logged[];
  /** Detections whose condition the records meet; for a benign story a low severity or silence is the right answer. */
  readonly detections: readonly string[];
}

const LINUX = 'md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe';
/** The stolen key is tried out from a penetration-testing distribution, which the CLI tells by itself. */
export const ATTACK_BOX: Place = {
  ip: '203.0.113.77',
  agent: 'aws-cli/2.17.9 Python/3.11.9 Linux/6.8.11-amd64 source/x86_64.kali.2024 prompt/off',
};
export const ATTACK_SHELL: Place = {
  ip: '203.0.113.77',
  agent: `aws-cli/2.22.1 md/awscrt#0.22.0 ua/2.0 os/linux#6.1.112 ${LINUX}`,
};
export const ATTACK_BROWSER: Place = {
  ip: '203.0.113.77',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
};
export const ELSEWHERE: Place = { ip: '203.0.113.140', agent: ATTACK_SHELL.agent };

export const NEW_USER = 'svc-backup';
export const NEW_USER_KEY = 'AKIAI44QH8DHBEXAMPLE';
export const ADMIN_ROLE = 'platform-admin';
export const BACKDOOR_ROLE = 'partner-export';
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const STOLEN_USER = LEGACY_CI.user;

export const call = (
  service: string,
  name: string,
  request: Fields | null = null,
  response: Fields | null = null,
): Call => ({
  service,
  name,
  request,
  response,
});
