/** The emulator knows one account. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
