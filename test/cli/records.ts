import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type Difference, patch, record } from '../../shared/detections/example.ts';

/** The detection that `opened` fires. */
export const OPENED = 'apigw-method-auth-none';

const METHOD = { restApiId: 'a1b2c3d4e5', resourceId: 'r1' };

/** The authorization of a method switched off: a high finding of `OPENED` by itself. */
export function opened(eventID: string, difference: Difference = {}, httpMethod = 'GET'): RawRecord {
  return {
    ...patch('UpdateMethod', { ...METHOD, httpMethod }, [['replace', '/authorizationType', 'NONE']], difference),
    eventID,
  };
}

/** The authorization that the method had before. */
export function closed(eventID: string, difference: Difference = {}, httpMethod = 'GET'): RawRecord {
  return {
    ...patch('UpdateMethod', { ...METHOD, httpMethod }, [['replace', '/authorizationType', 'AWS_IAM']], difference),
    eventID,
  };
}

/** Something that nobody is interested in. */
export function ordinary(eventID: string, difference: Difference = {}): RawRecord {
  return { ...record('ec2', 'DescribeInstances', difference), eventID };
}
