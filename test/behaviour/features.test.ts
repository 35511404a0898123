import { describe, expect, it } from 'vitest';
import { clientOf } from '../../shared/behaviour/client.ts';
import { networkOf } from '../../shared/behaviour/network.ts';
import { targetOf } from '../../shared/behaviour/target.ts';

describe('the client of a user agent', () => {
  it.each([
    ['aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/macos#24.1.0 md/command#iam.create-user', 'aws-cli/2'],
    ['aws-cli/1.18.69 Python/3.8.10 Linux/5.4.0 botocore/1.16.19', 'aws-cli/1'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0', 'terraform/1'],
    ['aws-sdk-go-v2/1.17.1 os/linux lang/go#1.19.3 md/GOOS#linux exec-env/OpenTofu/1.8', 'opentofu/1'],
    ['aws-cdk/2.160.0 cdk-assets', 'cdk/2'],
    ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux', 'boto3/1'],
    ['aws-sdk-js/3.651.1 ua/2.0 os/win32 lang/js md/nodejs#20', 'aws-sdk-js/3'],
    ['[aws-sdk-java/1.12.750 Linux/5.10]', 'aws-sdk-java/1'],
    ['kubectl', 'kubectl'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/129.0', 'browser'],
    ['Opera/9.80 (Windows NT 6.1) Presto/2.12', 'browser'],
    ['Mozilla/5.0 (X11; Linux) Gecko Firefox/131.0', 'browser'],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12]', 'browser'],
    ['signin.amazonaws.com', 'browser'],
    ['cloudformation.amazonaws.com', 'aws'],
    ['AWS Internal', 'aws'],
    ['AWS-Internal', 'aws-internal'],
    ['Ünïcode/7 agent', 'ünïcode/7'],
    ['__proto__', '__proto__'],
    ['v2/v3', 'v2/3'],
    [' leading', ' leading'],
    ['', ''],
  ])('%s is %s', (agent, client) => {
    expect(clientOf(agent)).toBe(client);
  });

  it('of the same tool is the same for each minor release, and another for a major one', () => {
    const releases = ['aws-cli/2.1.0', 'aws-cli/2.31.9', 'aws-cli/3.0.0'].map(clientOf);
    expect(releases).toEqual(['aws-cli/2', 'aws-cli/2', 'aws-cli/3']);
  });

  it('of a huge text is short', () => {
    expect(clientOf('x'.repeat(100_000)).length).toBeLessThan(60);
    expect(clientOf(`${'(('.repeat(50_000)}/1`).length).toBeLessThan(60);
  });
});

describe('the network of a call', () => {
  it.each<[ip: string, asn: number | undefined, endpoint: string | undefined, network: string | undefined]>([
    ['198.51.100.77', undefined, undefined, '198.51.100.0/24'],
    ['198.51.100.77', 14061, undefined, 'AS14061'],
    ['198.51.100.77', 14061, 'vpce-1', 'AS14061'],
    ['10.1.2.3', undefined, undefined, 'private'],
    ['10.1.2.3', 64512, 'vpce-1', 'vpce-1'],
    ['172.16.0.1', undefined, undefined, 'private'],
    ['172.32.0.1', undefined, undefined, '172.32.0.0/24'],
    ['192.168.1.1', undefined, undefined, 'private'],
    ['100.64.9.9', undefined, undefined, 'private'],
    ['100.63.9.9', undefined, undefined, '100.63.9.0/24'],
    ['127.0.0.1', undefined, undefined, 'private'],
    ['::1', undefined, undefined, 'private'],
    ['fe80::1', undefined, undefined, 'private'],
    ['fd12:3456:789a::1', undefined, undefined, 'private'],
    ['2001:db8:85a3::8a2e:370:7334', undefined, undefined, '2001:db8:85a3::/48'],
    ['2001:DB8:85A3:1:2:3:4:5', undefined, undefined, '2001:db8:85a3::/48'],
    ['2001:db8::1', undefined, undefined, '2001:db8:0::/48'],
    ['2a05:d01c::', 16509, undefined, 'AS16509'],
    ['cloudformation.amazonaws.com', undefined, undefined, 'aws'],
    ['AWS Internal', undefined, undefined, 'aws'],
    ['evil.amazonaws.com.example', undefined, undefined, undefined],
    ['not an address', undefined, undefined, undefined],
    ['__proto__', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
    ['1.2.3', undefined, undefined, undefined],
    ['1.2.3.4.5', undefined, undefined, undefined],
    ['日本', undefined, undefined, undefined],
  ])('%s (%s, %s) is %s', (ip, asn, endpoint, network) => {
    expect(networkOf(ip, asn, endpoint)).toBe(network);
  });

  it('is the same for neighbours, and for the ways to write an address', () => {
    expect(networkOf('203.0.113.1', undefined, undefined)).toBe(networkOf('203.0.113.254', undefined, undefined));
    const one = networkOf('2001:db8:1:2:3:4:5:6', undefined, undefined);
    expect(networkOf('2001:db8:1::6', undefined, undefined)).toBe(one);
  });
});

describe('the target of a write', () => {
  it.each<[params: Record<string, unknown>, self: string, target: string | undefined]>([
    [{ roleArn: 'arn:aws:iam::222222222222:role/path/Admin' }, '', 'role Admin'],
    [{ roleName: 'app-Role-1A2B3C4D5E6F' }, '', 'role app-Role-*'],
    [{ userName: 'alice' }, 'bob', 'user alice'],
    [{ userName: 'alice' }, 'alice', 'itself'],
    [{ userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, '', 'user alice'],
    [{ groupName: 'admins', userName: 'alice' }, '', 'user alice'],
    [{ policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, '', 'policy AdministratorAccess'],
    [{ targetId: '222222222222' }, '', 'account 222222222222'],
    [{ principalId: '9067f-1234' }, '', 'principal 9067f-1234'],
    [{ roleArn: '', userName: 'alice' }, '', 'user alice'],
    [{ roleName: '__proto__' }, '', 'role __proto__'],
    [{ roleName: { deep: 1 } }, '', undefined],
    [{ roleName: null, groupName: ['x'] }, '', undefined],
    [{ accountId: 222222222222 }, '', 'account 222222222222'],
    [{}, 'alice', undefined],
    [JSON.parse('{"__proto__":{"userName":"eve"}}'), '', undefined],
  ])('%j by %s is %s', (params, self, target) => {
    expect(targetOf(params, self)).toBe(target);
  });
});
