import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { documentOf, hostsInWords, hostsOf, runsCommands } from '../../../shared/detections/compute/systems-manager.ts';
import { record } from '../../../shared/detections/example.ts';

const event = (params: unknown) => new TrailEvent(record('ssm', 'SendCommand', { params }), 'e1', 0, 0);

describe('documentOf', () => {
  it('is the bare name, whatever carries it', () => {
    expect(documentOf(event({ documentName: 'AWS-RunShellScript' }))).toBe('AWS-RunShellScript');
    expect(documentOf(event({ documentName: 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript' }))).toBe(
      'AWS-RunShellScript',
    );
    expect(documentOf(event({ name: 'mine' }))).toBe('mine');
    expect(documentOf(event(null))).toBeUndefined();
  });
});

describe('runsCommands', () => {
  it('is true of runners and of everybody’s own documents', () => {
    expect(['AWS-RunShellScript', 'AWS-RunRemoteScript', 'mine'].filter((name) => !runsCommands(name))).toEqual([]);
    const others = ['AWS-RunPatchBaseline', 'AWSEC2-CreateVssSnapshot', 'AmazonCloudWatch-ManageAgent', 'aws-x'];
    expect(others.filter(runsCommands)).toEqual([]);
  });
});

describe('hostsOf', () => {
  it('holds ids, however they are given', () => {
    expect(hostsOf(event({ instanceIds: ['i-1', 'i-2'] }))).toEqual(['i-1', 'i-2']);
    expect(hostsOf(event({ instanceId: 'i-1' }))).toEqual(['i-1']);
    expect(hostsOf(event({ targets: [{ key: 'InstanceIds', values: ['i-1'] }] }))).toEqual(['i-1']);
    expect(hostsOf(event({ instanceIds: 'HIDDEN', targets: null }))).toEqual(['HIDDEN']);
    expect(hostsOf(event(null))).toEqual([]);
  });

  it('counts a target of unknown size as three', () => {
    expect(hostsOf(event({ targets: [{ key: 'tag:Role', values: ['web'] }] }))).toHaveLength(3);
    expect(hostsOf(event({ targets: [{ key: 'InstanceIds', values: ['*'] }] }))).toHaveLength(3);
  });
});

describe('hostsInWords', () => {
  it('names a few and counts the rest', () => {
    expect(hostsInWords(['i-1', 'i-2', 'i-3'])).toBe('i-1, i-2, i-3');
    expect(hostsInWords(['i-1', 'i-2', 'i-3', 'i-4'])).toBe('i-1, i-2 and 2 more');
    expect(hostsInWords(hostsOf(event({ targets: [{ key: 'tag:Role', values: ['web'] }] })))).toBe('tag:Role=web');
  });
});
