/**
 * Privilege, persistence, defence evasion: what a responder thinks of these actions, where neither name nor access level
 * says it. Lines read `event source: operations`, as CloudTrail writes them (S3's bucket-level events have names of their
 * own; Lambda's stand without the API's date).
 */
export const TIER_3: readonly string[] = [
  // A credential that outlives the stolen one.
  'iam: CreateAccessKey CreateLoginProfile CreateServiceSpecificCredential CreateUser',
  'iam: ResetServiceSpecificCredential UpdateAccessKey UpdateLoginProfile UpdateSSHPublicKey',
  'iam: UpdateServiceSpecificCredential UpdateSigningCertificate UploadSSHPublicKey UploadSigningCertificate',
  'ssm: CreateActivation',
  'sts: AssumeRoot GetFederationToken',
  // More rights for oneself: a policy attached, replaced or unbounded, a group joined, a role one may then take.
  'iam: AcceptDelegationRequest AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy AttachRolePolicy',
  'iam: AttachUserPolicy CreatePolicyVersion CreateRole DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary',
  'iam: EnableOrganizationsRootSessions PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy',
  'iam: PutUserPermissionsBoundary PutUserPolicy SendDelegationToken SetDefaultPolicyVersion UpdateAssumeRolePolicy',
  // A second factor taken away, or one's own put in its place.
  'iam: CreateVirtualMFADevice DeactivateMFADevice DeleteVirtualMFADevice EnableMFADevice',
  // The root user's password and address: whoever has these has the account.
  'account: AcceptPrimaryEmailUpdate StartPrimaryEmailUpdate',
  'signin: EmailUpdated PasswordRecoveryCompleted PasswordUpdated',
  // Who may sign in from outside: identity providers, certificates, the workforce directory.
  'cognito-idp: CreateIdentityProvider SetUserPoolMfaConfig UpdateIdentityProvider',
  'iam: AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider CreateSAMLProvider',
  'iam: EnableOutboundWebIdentityFederation UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider',
  'rolesanywhere: CreateProfile CreateTrustAnchor DeleteCrl DisableCrl EnableProfile EnableTrustAnchor',
  'rolesanywhere: UpdateProfile UpdateTrustAnchor',
  'sso: AssociateDirectory CreateTrustedTokenIssuer DisassociateDirectory PutMfaDeviceManagementForDirectory',
  'sso: UpdateDirectoryAssociation UpdateSSOConfiguration UpdateTrustedTokenIssuer',
  'sso-directory: AddMemberToGroup CreateBearerToken CreateExternalIdPConfigurationForDirectory CreateUser',
  'sso-directory: DeleteMfaDeviceForUser DisableExternalIdPConfigurationForDirectory',
  'sso-directory: EnableExternalIdPConfigurationForDirectory ImportExternalIdPCertificate',
  'sso-directory: UpdateExternalIdPConfigurationForDirectory UpdatePassword',
  // What people may do in every account of the organisation.
  'identitystore: CreateGroupMembership CreateUser UpdateUser',
  'organizations: AcceptHandshake AttachPolicy DeletePolicy DeregisterDelegatedAdministrator DetachPolicy',
  'organizations: DisableAWSServiceAccess DisablePolicyType LeaveOrganization MoveAccount PutResourcePolicy',
  'organizations: RegisterDelegatedAdministrator RemoveAccountFromOrganization UpdatePolicy',
  'sso: AttachCustomerManagedPolicyReferenceToPermissionSet AttachManagedPolicyToPermissionSet',
  'sso: CreateAccountAssignment CreateInstanceAccessControlAttributeConfiguration CreatePermissionSet',
  'sso: DeletePermissionsBoundaryFromPermissionSet ProvisionPermissionSet PutInlinePolicyToPermissionSet',
  'sso: PutPermissionsBoundaryToPermissionSet UpdateInstanceAccessControlAttributeConfiguration UpdatePermissionSet',
  // Trails, detectors, recorders, audit logs and alarms off, emptied or told to look away.
  'access-analyzer: DeleteAnalyzer',
  'bedrock: DeleteModelInvocationLoggingConfiguration',
  'cloudtrail: DeleteEventDataStore DeleteTrail DeregisterOrganizationDelegatedAdmin PutEventSelectors',
  'cloudtrail: PutInsightSelectors StopEventDataStoreIngestion StopLogging UpdateEventDataStore UpdateTrail',
  'config: DeleteConfigurationRecorder DeleteDeliveryChannel StopConfigurationRecorder',
  'ec2: DeleteFlowLogs',
  'events: DisableRule',
  'guardduty: ArchiveFindings CreateFilter CreateIPSet CreateTrustedEntitySet DeleteDetector DeleteMembers',
  'guardduty: DeletePublishingDestination DisableOrganizationAdminAccount DisassociateFromAdministratorAccount',
  'guardduty: DisassociateFromMasterAccount DisassociateMembers StopMonitoringMembers UpdateDetector UpdateFilter',
  'guardduty: UpdateIPSet UpdateMemberDetectors UpdateOrganizationConfiguration UpdateTrustedEntitySet',
  'inspector2: Disable',
  'macie2: DisableMacie',
  'monitoring: DeleteAlarms DisableAlarmActions PutAlarmMuteRule SetAlarmState',
  'network-firewall: UpdateLoggingConfiguration',
  'rds: StopActivityStream',
  'redshift: DisableLogging',
  'route53: DeleteQueryLoggingConfig',
  'route53resolver: DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
  'securityhub: BatchDisableStandards CreateAutomationRule CreateAutomationRuleV2 DeleteMembers',
  'securityhub: DisableImportFindingsForProduct DisableOrganizationAdminAccount DisableSecurityHub',
  'securityhub: DisableSecurityHubV2 DisassociateFromAdministratorAccount DisassociateFromMasterAccount',
  'securityhub: DisassociateMembers',
  'waf: DeleteLoggingConfiguration',
  'waf-regional: DeleteLoggingConfiguration DisassociateWebACL',
  'wafv2: DeleteLoggingConfiguration DisassociateWebACL',
  // Code or a door in what already runs with rights: functions, hosts, clusters, notebooks.
  'cognito-identity: SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
  'ec2: AssociateIamInstanceProfile EnableSerialConsoleAccess ModifyInstanceAttribute',
  'ec2: ReplaceIamInstanceProfileAssociation',
  'ec2-instance-connect: SendSSHPublicKey SendSerialConsoleSSHPublicKey',
  'eks: AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry UpdateAccessEntry',
  'glue: CreateDevEndpoint UpdateDevEndpoint',
  'lambda: AddLayerVersionPermission AddPermission CreateFunctionUrlConfig DeleteFunctionCodeSigningConfig',
  'lambda: PublishLayerVersion PutResourcePolicy UpdateFunctionCode UpdateFunctionConfiguration',
  'lambda: UpdateFunctionUrlConfig',
  'sagemaker: CreateNotebookInstanceLifecycleConfig CreateStudioLifecycleConfig',
  'sagemaker: UpdateNotebookInstanceLifecycleConfig',
  // Data handed to another account or to everyone, for as long as nobody looks.
  'ec2: DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess ModifyImageAttribute ModifySnapshotAttribute',
  'kms: PutKeyPolicy',
  'rds: ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute',
  's3: DeleteAccountPublicAccessBlock DeleteBucketPolicy DeleteBucketPublicAccessBlock DeletePublicAccessBlock',
  's3: PutAccountPublicAccessBlock PutBucketAcl PutBucketPolicy PutBucketPublicAccessBlock PutPublicAccessBlock',
  // The front door of an API: who may call, which definition holds, which name and network lead there, is it logged.
  // Patched settings have their own tiers (patches.ts).
  'apigateway: CreateApiKey CreateAuthorizer CreateDomainName CreateVpcLink DeleteAccessLogSettings',
  'apigateway: DeleteAuthorizer ImportApi ImportApiKeys ImportRestApi PutRestApi ReimportApi UpdateAuthorizer',
  'apigateway: UpdateDomainName',
];
