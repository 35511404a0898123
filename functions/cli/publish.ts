import { snsClient } from '../../shared/adapters/aws/clients/sns.ts';
import { SnsSink } from '../../shared/adapters/aws/sns-sink.ts';
import type { Alert } from '../../shared/alerts/alert.ts';

/** Tells people of a replay's alerts, by the topic of the deployed pipeline. The same alert again has the same key. */
export function publisher(topicArn: string): (alerts: readonly Alert[]) => Promise<void> {
  const region = topicArn.split(':')[3];
  const sink = new SnsSink(snsClient({ region }), topicArn, Date.now);
  return async (alerts) => {
    for (const alert of alerts)
      await sink.send({ kind: 'alert', key: `${alert.id}.1`, id: alert.id, revision: 1, alert, news: [] });
  };
}
