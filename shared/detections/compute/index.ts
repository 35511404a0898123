import type { Detection } from '../define.ts';
import bedrockFirstUse from './bedrock-first-use.ts';
import bedrockGuardrailRemoved from './bedrock-guardrail-removed.ts';
import bedrockLoggingOff from './bedrock-logging-off.ts';
import bedrockModelAccessRequested from './bedrock-model-access-requested.ts';
import bedrockModelsProbed from './bedrock-models-probed.ts';
import cloudshellFirstUse from './cloudshell-first-use.ts';
import codebuildBuildOverridden from './codebuild-build-overridden.ts';
import codebuildProjectPublic from './codebuild-project-public.ts';
import codebuildRunnerConnected from './codebuild-runner-connected.ts';
import codebuildSourceCredentials from './codebuild-source-credentials.ts';
import ec2EbsEncryptionOff from './ec2-ebs-encryption-off.ts';
import ec2Imdsv1Allowed from './ec2-imdsv1-allowed.ts';
import ec2InstanceConnectManyHosts from './ec2-instance-connect-many-hosts.ts';
import ec2InstanceProfileAttached from './ec2-instance-profile-attached.ts';
import ec2KeyPairAdded from './ec2-key-pair-added.ts';
import ec2LaunchBurst from './ec2-launch-burst.ts';
import ec2LaunchManyRegions from './ec2-launch-many-regions.ts';
import ec2LaunchNewRegion from './ec2-launch-new-region.ts';
import ec2LaunchRefusedBurst from './ec2-launch-refused-burst.ts';
import ec2LaunchUnusual from './ec2-launch-unusual.ts';
import ec2PasswordDataRead from './ec2-password-data-read.ts';
import ec2RoleBesidePerson from './ec2-role-beside-person.ts';
import ec2SecurityGroupOpened from './ec2-security-group-opened.ts';
import ec2SerialConsoleEnabled from './ec2-serial-console-enabled.ts';
import ec2SerialConsoleKeySent from './ec2-serial-console-key-sent.ts';
import ec2StoppedMany from './ec2-stopped-many.ts';
import ec2TerminationProtectionOff from './ec2-termination-protection-off.ts';
import ec2TrafficMirrored from './ec2-traffic-mirrored.ts';
import ec2UserDataChanged from './ec2-user-data-changed.ts';
import ec2UserDataRead from './ec2-user-data-read.ts';
import ecrImageChecksOff from './ecr-image-checks-off.ts';
import ecrPublicRepository from './ecr-public-repository.ts';
import ecrReplicationForeign from './ecr-replication-foreign.ts';
import ecrRepositoryShared from './ecr-repository-shared.ts';
import ecsExecManyTasks from './ecs-exec-many-tasks.ts';
import ecsExecNewOperator from './ecs-exec-new-operator.ts';
import ecsTaskReachesHost from './ecs-task-reaches-host.ts';
import eksAdminGranted from './eks-admin-granted.ts';
import eksEndpointOpened from './eks-endpoint-opened.ts';
import eksLoggingOff from './eks-logging-off.ts';
import glueDevEndpointKey from './glue-dev-endpoint-key.ts';
import lightsailAccessTaken from './lightsail-access-taken.ts';
import sagemakerNotebookEntered from './sagemaker-notebook-entered.ts';
import sagemakerStartupScript from './sagemaker-startup-script.ts';
import ssmActivationCreated from './ssm-activation-created.ts';
import ssmAssociationRunsCommands from './ssm-association-runs-commands.ts';
import ssmCommandManyHosts from './ssm-command-many-hosts.ts';
import ssmCommandNewOperator from './ssm-command-new-operator.ts';
import ssmDocumentShared from './ssm-document-shared.ts';
import ssmSessionManyHosts from './ssm-session-many-hosts.ts';
import ssmSessionNewOperator from './ssm-session-new-operator.ts';
import ssmSettingLoosened from './ssm-setting-loosened.ts';
import ssmTunnelNewHost from './ssm-tunnel-new-host.ts';

export const compute: readonly Detection[] = [
  bedrockFirstUse,
  bedrockGuardrailRemoved,
  bedrockLoggingOff,
  bedrockModelAccessRequested,
  bedrockModelsProbed,
  cloudshellFirstUse,
  codebuildBuildOverridden,
  codebuildProjectPublic,
  codebuildRunnerConnected,
  codebuildSourceCredentials,
  ec2EbsEncryptionOff,
  ec2Imdsv1Allowed,
  ec2InstanceConnectManyHosts,
  ec2InstanceProfileAttached,
  ec2KeyPairAdded,
  ec2LaunchBurst,
  ec2LaunchManyRegions,
  ec2LaunchNewRegion,
  ec2LaunchRefusedBurst,
  ec2LaunchUnusual,
  ec2PasswordDataRead,
  ec2RoleBesidePerson,
  ec2SecurityGroupOpened,
  ec2SerialConsoleEnabled,
  ec2SerialConsoleKeySent,
  ec2StoppedMany,
  ec2TerminationProtectionOff,
  ec2TrafficMirrored,
  ec2UserDataChanged,
  ec2UserDataRead,
  ecrImageChecksOff,
  ecrPublicRepository,
  ecrReplicationForeign,
  ecrRepositoryShared,
  ecsExecManyTasks,
  ecsExecNewOperator,
  ecsTaskReachesHost,
  eksAdminGranted,
  eksEndpointOpened,
  eksLoggingOff,
  glueDevEndpointKey,
  lightsailAccessTaken,
  sagemakerNotebookEntered,
  sagemakerStartupScript,
  ssmActivationCreated,
  ssmAssociationRunsCommands,
  ssmCommandManyHosts,
  ssmCommandNewOperator,
  ssmDocumentShared,
  ssmSessionManyHosts,
  ssmSessionNewOperator,
  ssmSettingLoosened,
  ssmTunnelNewHost,
];
