import type { Call } from '../record.ts';

const login = (ConsoleLogin: string, mfa: boolean): Call => ({
  service: 'signin',
  name: 'ConsoleLogin',
  readOnly: false,
  response: { ConsoleLogin },
  extra: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: mfa ? 'Yes' : 'No' },
});

/** A password typed wrong. */
export const wrongPassword: Call = { ...login('Failure', false), failed: { message: 'Failed authentication' } };
export const rightPassword = (mfa: boolean): Call => login('Success', mfa);
