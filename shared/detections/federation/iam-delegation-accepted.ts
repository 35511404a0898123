import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';

function call(name: string, difference: Difference = {}) {
  const params = { delegationRequestId: 'dr-0123456789abcdef' };
  return record('iam', name, { region: 'us-east-1', params, ...difference });
}

/**
 * Not GetDelegatedAccessToken, which the catalogue's row names too: the vendor calls it, in the vendor's account. What the
 * vendor then does here says so itself, and iam-delegate-first-seen looks for it.
 */
export default defineDetection({
  id: 'iam-delegation-accepted',
  topic: 'F',
  title: 'Rights delegated to a vendor',
  severity: 'medium',
  attack: ['T1199'],
  why: 'A vendor’s account may act with rights of the person who agreed, for hours, and set up a role that stays. A request that looks like a known product’s is an easy way to be let in.',
  benign: ['A product is set up whose vendor uses IAM’s temporary delegation'],
  runbook: [
    'Ask {principal} which product asked, and whether they started the setup themselves.',
    'Read what was asked for, and by whom: aws iam get-delegation-request --delegation-request-id {target}.',
    'See what the vendor did: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time} (userIdentity.invokedByDelegate), in every region you use.',
    'If not meant: aws iam reject-delegation-request --delegation-request-id {target} while no token was sent; afterwards deny the sessions of {principal} (aws:TokenIssueTime) and delete the roles that were made.',
  ],
  on: { source: 'iam', names: ['AcceptDelegationRequest', 'SendDelegationToken'] },
  match: (event) => {
    const request = filled(event.params, 'delegationRequestId');
    if (request === undefined) return false;
    const sent = event.name === 'SendDelegationToken';
    return {
      resource: `delegation request ${request}`,
      target: request,
      what: sent ? `gave the vendor of request ${request} its token` : `agreed to delegation request ${request}`,
      // Agreeing lets nobody in before the token is sent; one request is told once.
      reasons: sent ? [] : ['the vendor still needs a token, which is sent apart'],
    };
  },
  state: {
    count: {
      subject: (event) => `${event.account} ${filled(event.params, 'delegationRequestId')}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'steps',
    },
  },
  examples: () => ({
    fires: [
      { title: 'agreed', severity: 'medium', records: [call('AcceptDelegationRequest')] },
      {
        title: 'agreed and sent',
        severity: 'medium',
        records: [call('AcceptDelegationRequest'), call('SendDelegationToken', { minute: 5 })],
      },
      { title: 'sent', severity: 'medium', records: [call('SendDelegationToken')] },
    ],
    quiet: [
      { title: 'rejected', records: [call('RejectDelegationRequest')] },
      { title: 'read', records: [call('GetDelegationRequest')] },
      { title: 'denied', records: [call('AcceptDelegationRequest', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
