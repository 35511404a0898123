import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

type Path = readonly string[];

/** EC2 writes a profile by name or ARN, and wraps the request of its newer operations. */
const PROFILE: readonly Path[] = [
  ['iamInstanceProfile'],
  ['launchSpecification', 'iamInstanceProfile'],
  ['AssociateIamInstanceProfileRequest', 'IamInstanceProfile'],
  ['ReplaceIamInstanceProfileAssociationRequest', 'IamInstanceProfile'],
].flatMap((path) => ['arn', 'name', 'Arn', 'Name'].map((member) => [...path, member]));

/** Calls by which something that computes gets a role, and where the request names it. */
const CALLS: Readonly<Record<string, Readonly<Record<string, readonly Path[]>>>> = {
  batch: { RegisterJobDefinition: [['containerProperties', 'jobRoleArn']] },
  'bedrock-agentcore': { CreateCodeInterpreter: [['executionRoleArn']] },
  cloudformation: { CreateChangeSet: [['roleARN']], CreateStack: [['roleARN']], UpdateStack: [['roleARN']] },
  codebuild: { CreateProject: [['serviceRole']], UpdateProject: [['serviceRole']] },
  ec2: {
    AssociateIamInstanceProfile: PROFILE,
    ReplaceIamInstanceProfileAssociation: PROFILE,
    RequestSpotInstances: PROFILE,
    RunInstances: PROFILE,
  },
  ecs: { RegisterTaskDefinition: [['taskRoleArn']], RunTask: [['overrides', 'taskRoleArn']] },
  glue: { CreateDevEndpoint: [['roleArn']], CreateJob: [['role']] },
  lambda: { CreateFunction: [['role']], UpdateFunctionConfiguration: [['role']] },
  sagemaker: {
    CreateNotebookInstance: [['roleArn']],
    CreateProcessingJob: [['roleArn']],
    CreateTrainingJob: [['roleArn']],
  },
  states: { CreateStateMachine: [['roleArn']], UpdateStateMachine: [['roleArn']] },
};

export const PASS_SOURCES: readonly string[] = Object.keys(CALLS);
export const PASS_NAMES: readonly string[] = Object.values(CALLS).flatMap((names) => Object.keys(names));

/**
 * The name of the role (or of the instance profile, which nearly always has its role's name) that a call gives to compute;
 * undefined when it gives none.
 */
export function passedRole({ service, name, params }: TrailEvent): string | undefined {
  const paths = Object.hasOwn(CALLS, service) ? CALLS[service] : undefined;
  for (const path of (paths !== undefined && Object.hasOwn(paths, name) ? paths[name] : undefined) ?? []) {
    const role = filled(params, ...path);
    if (role !== undefined) return nameOf(role);
  }
  return undefined;
}
