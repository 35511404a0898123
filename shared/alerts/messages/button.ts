import type { AlertNotice } from '../notice.ts';
import { detectionsOf, EXPECTED_DAYS, headline } from './about.ts';
import { shown } from './shown.ts';
import { type Block, type Button, LIMIT, plain } from './slack-objects.ts';

/** What a person can say of an alert in Slack: `action_id` of the buttons. */
export const ACTIONS = {
  expected: 'gatetrail.expected',
  investigate: 'gatetrail.investigate',
  escalate: 'gatetrail.escalate',
} as const;

/** What a button carries back, as JSON. Slack signs it, and only our own app's messages can hold it. */
export interface ButtonValue {
  readonly alertId: string;
  readonly principal: string;
  readonly account: string;
  /** What "expected" suppresses for that principal; not empty on that button. */
  readonly detections: readonly string[];
  readonly headline: string;
}

/** The buttons below an alert. "Expected" is there only when it is known which detections it would quiet. */
export function buttons(notice: AlertNotice): Block {
  const detections = detectionsOf(notice);
  const value = jsonOf(notice, detections);
  const others = jsonOf(notice, []) ?? asciiJson({ ...EMPTY, alertId: shown(notice.id, 100) });
  return {
    type: 'actions',
    elements: [
      { type: 'button', action_id: ACTIONS.investigate, text: label('Investigate'), value: others, style: 'primary' },
      ...(value === undefined || detections.length === 0 ? [] : [expected(notice, value)]),
      { type: 'button', action_id: ACTIONS.escalate, text: label('Escalate'), value: others, style: 'danger' },
    ],
  };
}
const EMPTY: ButtonValue = { alertId: '', principal: '', account: '', detections: [], headline: '' };

function expected({ alert }: AlertNotice, value: string): Button {
  const { detections } = JSON.parse(value) as ButtonValue;
  const text = `Quiets ${detections.join(', ')} by ${shown(alert.principal, 100)} in account ${shown(alert.account, 20)} for ${EXPECTED_DAYS} days.`;
  return {
    type: 'button',
    action_id: ACTIONS.expected,
    text: label('Expected'),
    value,
    confirm: {
      title: plain('Is this expected work?', LIMIT.confirmTitle),
      text: plain(shown(text, LIMIT.confirmText), LIMIT.confirmText),
      confirm: plain('Yes, suppress it', LIMIT.confirmButton),
      deny: plain('No', LIMIT.confirmButton),
    },
  };
}

/** JSON within Slack's limit: with as many detections as fit. A principal is never cut, as the pattern would then fit nobody. */
function jsonOf({ alert, id, ...rest }: AlertNotice, detections: readonly string[]): string | undefined {
  const { principal, account } = alert;
  for (let count = detections.length; count >= Math.min(1, detections.length); count -= 1) {
    const value: ButtonValue = {
      alertId: shown(id, 100),
      principal,
      account,
      detections: detections.slice(0, count),
      headline: shown(headline({ ...rest, id, alert }), LIMIT.header),
    };
    const json = asciiJson(value);
    if (json.length <= LIMIT.value) return json;
  }
  return undefined;
}

/** JSON of ASCII without `&<>`, so that nobody on the way finds anything to escape. */
function asciiJson(value: ButtonValue): string {
  return JSON.stringify(value).replace(
    /[&<>\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function label(text: string): Button['text'] {
  return plain(text, LIMIT.button);
}
