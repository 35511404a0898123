import { OTHER_EVENTS as OF_DETECTIONS } from '../operations/other-events.ts';

const IDC = 'IAM Identity Center user guide, "Logging IAM Identity Center API calls" and "SCIM API"; no public model';
const SWITCH = 'recorded when a role is switched in the console';

/** Events that CloudTrail records under a name that is no operation of a service model, with where they are from. */
export const OTHER_EVENTS: Readonly<Record<string, string>> = {
  ...OF_DETECTIONS,
  'signin:ExitRole': SWITCH,
  'signin:RenewRole': SWITCH,
  'signin:SwitchRole': SWITCH,
  'sso-directory:AddMemberToGroup': IDC,
  'sso-directory:CreateBearerToken': IDC,
  'sso-directory:CreateUser': IDC,
  'sso-directory:DeleteMfaDeviceForUser': IDC,
  'sso-directory:UpdatePassword': IDC,
};
