import { describe } from 'vitest';
import { howDelivered } from './quirks/delivery.ts';
import { whatHappened } from './quirks/what.ts';
import { whoActed } from './quirks/who.ts';

/** The quirks of CloudTrail's records, one by one: where a test fails, real logs are misread. */
describe('who acted', whoActed);
describe('what happened', whatHappened);
describe('how it is delivered', howDelivered);
