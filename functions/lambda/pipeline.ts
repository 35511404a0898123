import { config } from 'gatetrail:config';
import * as rules from 'gatetrail:rules';
import * as z from 'zod';
import { dynamoDbClient } from '../../shared/adapters/aws/clients/dynamodb.ts';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { snsClient } from '../../shared/adapters/aws/clients/sns.ts';
import { DynamoDocuments } from '../../shared/adapters/aws/dynamo-documents.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { S3Source } from '../../shared/adapters/aws/s3-source.ts';
import { SnsSink } from '../../shared/adapters/aws/sns-sink.ts';
import { placesIn } from '../../shared/adapters/local/places.ts';
import { configWith, readSuppressions, SUPPRESSIONS_KEY } from '../../shared/alerts/kept-suppressions.ts';
import type { Notice, NoticeSink } from '../../shared/alerts/notice.ts';
import { HOUR } from '../../shared/cloudtrail/time.ts';
import { selected } from '../../shared/detections/selected.ts';
import { keptUntil } from '../../shared/live/keeping.ts';
import type { LiveDeps } from '../../shared/live/ports.ts';
import { readProgress } from '../../shared/live/progress.ts';
import { SummaryCache } from '../../shared/pipeline/summary-cache.ts';
import { Tally } from '../../shared/pipeline/tally.ts';

/** Items of profiles, peers and summaries that a warm container remembers: they change when a day is sealed, or judged again. */
const REMEMBERED = { items: 20_000, maxAge: HOUR };

/** Where the pipeline is. */
export const PipelineEnvironment = z.object({
  TABLE: z.string().min(1),
  ALERTS_TOPIC_ARN: z.string().min(1),
  /** Set in a local cloud, whose buckets are no host names. */
  AWS_ENDPOINT_URL_S3: z.string().optional(),
});

/** What a container used and sent so far. */
export interface Used {
  /** Units that DynamoDB told of. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Alerts, and updates of alerts, that the topic took. */
  readonly alertsSent: number;
  /** Alerts that went out in a digest only. */
  readonly alertsWithheld: number;
}

/** The pipeline of one container: clients and the catalogue are made once, at cold start. */
export class CloudPipeline {
  readonly documents: DynamoDocuments;
  readonly #state: DynamoStateStore;
  readonly #topic: NoticeSink;
  readonly #source: S3Source;
  readonly #catalogue = selected(rules, config.detections.off);
  readonly #places = placesIn(config);
  readonly #remember: boolean;
  #alertsSent = 0;
  #alertsWithheld = 0;
  #summaries = new SummaryCache();
  #rememberedAt = 0;
  /** The last sealed day of what is remembered. */
  #through: number | undefined;

  /** `remember`: not for whoever seals days, because what it reads must be as it is now. */
  constructor(where: z.infer<typeof PipelineEnvironment>, remember: boolean) {
    const { TABLE: table, ALERTS_TOPIC_ARN: topicArn, AWS_ENDPOINT_URL_S3: localS3 } = where;
    const clock = (): number => Date.now();
    const client = dynamoDbClient({ maxAttempts: 8 });
    this.#state = new DynamoStateStore({ client, table, clock, remember: remember ? REMEMBERED : undefined });
    this.#remember = remember;
    this.documents = new DynamoDocuments({ client, table, clock, until: (key) => keptUntil(key, clock()) });
    this.#topic = new SnsSink(snsClient(), topicArn, clock);
    this.#source = new S3Source(s3Client({ pathStyle: localS3 !== undefined }));
  }

  /** What an invocation works with. Suppressions are read anew: people expect a click to count at once. */
  async deps(run: string, now: number): Promise<LiveDeps> {
    const kept = readSuppressions(await this.documents.read(SUPPRESSIONS_KEY));
    await this.#forgetUnsealed(run, now);
    return {
      source: this.#source,
      state: this.#state,
      catalogue: this.#catalogue,
      config: configWith(config, kept),
      scope: {},
      tally: new Tally(),
      now,
      places: this.#places,
      summaries: this.#summaries,
      documents: this.documents,
      sink: { send: (notice) => this.#send(notice) },
      run,
    };
  }

  get used(): Used {
    const [a, b] = [this.#state.used, this.documents.used];
    return {
      readUnits: a.readUnits + b.readUnits,
      writeUnits: a.writeUnits + b.writeUnits,
      alertsSent: this.#alertsSent,
      alertsWithheld: this.#alertsWithheld,
    };
  }

  async #send(notice: Notice): Promise<void> {
    await this.#topic.send(notice);
    if (notice.kind === 'digest') this.#alertsWithheld += notice.over.length;
    else if (notice.kind !== 'watch') this.#alertsSent += 1;
  }

  /** What was learnt since must be read anew, or yesterday's news would be news again once its day is sealed. */
  async #forgetUnsealed(run: string, now: number): Promise<void> {
    const { through } = await readProgress({ documents: this.documents, run });
    const isFresh = this.#remember && through === this.#through && now - this.#rememberedAt < REMEMBERED.maxAge;
    if (isFresh) return;
    this.#through = through;
    this.#rememberedAt = now;
    this.#state.forget();
    this.#summaries = new SummaryCache();
  }
}
