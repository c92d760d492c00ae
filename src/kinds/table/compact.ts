import { once } from '../../text/memoize.ts'

/**
 * Rows in the notation of `notation.ts`, by API group, then by kinds: `Kind`, or `Kind@v1,v1beta1` where versions
 * differ. Most come from CRDs, by `npm run kinds`. Without brackets, a list is for every value beside and below it
 * that looks like an image.
 */
export const compactTable = once((): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  'actions.github.com': {
    AutoscalingListener: 'spec.imagePullSecrets spec.template.spec',
  },
  'actions.summerwind.dev': {
    RunnerSet: 'spec.template.spec',
  },
  'agents.x-k8s.io': {
    Sandbox: 'spec.podTemplate.spec',
  },
  'ais.nvidia.com': {
    AIStore: 'spec.imagePullSecrets',
  },
  'app.redislabs.com': {
    RedisEnterpriseCluster:
      'spec.pullSecrets(redisEnterpriseImageSpec.repository|redisEnterpriseServicesRiggerImageSpec.repository|bootstrapperImageSpec.repository|redisEnterpriseAdditionalPodSpecAttributes.containers[].image|redisEnterpriseAdditionalPodSpecAttributes.initContainers[].image|servicesRiggerSpec.servicesRiggerAdditionalPodSpecAttributes.containers[].image)',
  },
  'apps.emqx.io': {
    'EMQX EmqxBroker@v1beta3 EmqxEnterprise@v1beta3': 'spec.imagePullSecrets',
    'EmqxBroker@v1beta4 EmqxEnterprise@v1beta4': 'spec.template.spec.imagePullSecrets',
  },
  'apps.nvidia.com': {
    NIMBuild: 'spec.image.pullSecrets:strings',
    NIMCache: 'spec.initContainers[].image.pullSecrets:strings',
    NIMPipeline:
      'spec.services[].spec.expose.router.eppConfig.containerSpec.image.pullSecrets:strings spec.services[].spec.image.pullSecrets:strings spec.services[].spec.initContainers[].image.pullSecrets:strings spec.services[].spec.sidecarContainers[].image.pullSecrets:strings',
    NIMService:
      'spec.expose.router.eppConfig.containerSpec.image.pullSecrets:strings spec.image.pullSecrets:strings spec.initContainers[].image.pullSecrets:strings spec.sidecarContainers[].image.pullSecrets:strings',
    NemoCustomizer:
      'spec.expose.router.eppConfig.containerSpec.image.pullSecrets:strings spec.image.pullSecrets:strings spec.trainingConfig.image.pullSecrets:strings',
    'NemoDatastore NemoEntitystore NemoEvaluator NemoGuardrail':
      'spec.expose.router.eppConfig.containerSpec.image.pullSecrets:strings spec.image.pullSecrets:strings',
  },
  'br.pingcap.com': {
    'Backup CompactBackup Restore': 'spec.imagePullSecrets(toolImage)',
    BackupSchedule:
      'spec.backupTemplate.imagePullSecrets(toolImage) spec.compactBackupTemplate.imagePullSecrets(toolImage) spec.logBackupTemplate.imagePullSecrets(toolImage)',
    TiBR: 'spec/overlay.pod.spec.imagePullSecrets(image|overlay.pod.spec.containers[].image|overlay.pod.spec.initContainers[].image)',
  },
  'capi.weave.works': {
    ClusterBootstrapConfig: 'spec.jobTemplate.spec',
  },
  'clickhouse.com': {
    'ClickHouseCluster KeeperCluster':
      'spec/podTemplate.imagePullSecrets(containerTemplate.image.repository)',
  },
  'cluster.redpanda.com': {
    'Broker NodePool': 'spec.podTemplate.spec',
    'Console StretchCluster': 'spec.imagePullSecrets',
    RedpandaBrokerPool: 'spec.imagePullSecrets spec.podTemplate.spec',
    Redpanda:
      'spec.clusterSpec.imagePullSecrets spec.clusterSpec.connectors.imagePullSecrets spec.clusterSpec.post_install_job.podTemplate.spec spec.clusterSpec.post_upgrade_job.podTemplate.spec spec.clusterSpec.statefulset.podTemplate.spec',
  },
  'core.pingcap.com': {
    'DMGroup DMWorkerGroup PDGroup ResourceManagerGroup RouterGroup SchedulerGroup SchedulingGroup TSOGroup TiCDCGroup TiDBGroup TiFlashGroup TiKVGroup TiKVWorkerGroup TiProxyGroup':
      'spec.template.spec/overlay.pod.spec.imagePullSecrets(image|overlay.pod.spec.containers[].image|overlay.pod.spec.initContainers[].image)',
    'DM DMWorker PD ResourceManager Router Scheduler Scheduling TSO TiCDC TiDB TiFlash TiKV TiKVWorker TiProxy':
      'spec/overlay.pod.spec.imagePullSecrets(image|overlay.pod.spec.containers[].image|overlay.pod.spec.initContainers[].image)',
  },
  'core.spinkube.dev': {
    SpinApp: 'spec.imagePullSecrets',
  },
  'coroot.com': {
    Coroot:
      'spec.clickhouse.image.pullSecrets spec.clickhouse.keeper.image.pullSecrets spec.clusterAgent.image.pullSecrets spec.clusterAgent.kubeStateMetrics.image.pullSecrets spec.communityEdition.image.pullSecrets spec.enterpriseEdition.image.pullSecrets spec.nodeAgent.image.pullSecrets spec.prometheus.image.pullSecrets',
  },
  'databases.spotahome.com': {
    RedisFailover: 'spec.redis.imagePullSecrets spec.sentinel.imagePullSecrets',
  },
  'db.atlasgo.io': {
    'AtlasMigration AtlasSchema': 'spec.devDB.spec',
  },
  'dbaas.percona.com': {
    DatabaseCluster: 'spec.backup.imagePullSecrets',
  },
  'dragonflydb.io': {
    Dragonfly: 'spec.imagePullSecrets',
  },
  'druid.apache.org': {
    Druid: 'spec.imagePullSecrets spec.nodes{}.imagePullSecrets',
  },
  'dynatrace.com': {
    'DynaKube EdgeConnect': 'spec.customPullSecret:string',
  },
  'executor.testkube.io': {
    Executor: 'spec.imagePullSecrets',
  },
  'extensions.agents.x-k8s.io': {
    SandboxTemplate: 'spec.podTemplate.spec',
  },
  'fluentbit.fluent.io': {
    'Collector FluentBit': 'spec.imagePullSecrets',
  },
  'fluentd.fluent.io': {
    Fluentd: 'spec.imagePullSecrets',
  },
  'gateway-operator.konghq.com': {
    'ControlPlane DataPlane': 'spec.deployment.podTemplateSpec.spec',
    GatewayConfiguration:
      'spec.dataPlaneOptions.deployment.podTemplateSpec.spec spec.controlPlaneOptions.deployment.podTemplateSpec.spec',
  },
  'gateway.kgateway.dev': {
    GatewayParameters:
      'spec.kube/podTemplate.imagePullSecrets(envoyContainer.image.registry|sdsContainer.image.registry|istio.istioProxyContainer.image.registry)',
  },
  'gravitee.io': {
    GatewayClassParameters: 'spec.kubernetes.deployment.template.spec',
  },
  'gitjob.cattle.io': {
    GitJob: 'spec.jobSpec.template.spec',
  },
  'grove.io': {
    PodClique: 'spec.podSpec',
    PodCliqueSet: 'spec.template.cliques[].spec.podSpec',
  },
  'hivemq.com': {
    HiveMQCluster: 'spec.imagePullSecrets:strings',
    HiveMQPlatform: 'spec.statefulSet.spec.template.spec',
  },
  'jaegertracing.io': {
    Jaeger: 'spec.imagePullSecrets spec.agent.imagePullSecrets(image)',
  },
  'jenkins.io': {
    Jenkins: 'spec.master',
  },
  'job.min.io': {
    MinIOJob: 'spec.imagePullSecret',
  },
  'k6.io': {
    'K6 TestRun':
      'spec.initializer.imagePullSecrets spec.runner.imagePullSecrets spec.starter.imagePullSecrets',
    PrivateLoadZone: 'spec.imagePullSecrets spec.podTemplate.spec',
  },
  'k8s.keycloak.org': {
    Keycloak: 'spec.imagePullSecrets spec.unsupported.podTemplate.spec',
  },
  'k8s.mariadb.com': {
    ExternalMariaDB: 'spec.imagePullSecrets',
    'MariaDB MaxScale': 'spec.imagePullSecrets spec.metrics.exporter.imagePullSecrets',
  },
  'k8up.io': {
    PodConfig: 'spec.template.spec',
    PreBackupPod: 'spec.pod.spec',
  },
  'kagent.dev': {
    'Agent@v1alpha1': 'spec.deployment.imagePullSecrets',
    'Agent@v1alpha2 SandboxAgent@v1alpha2':
      'spec.byo.deployment.imagePullSecrets spec.declarative.deployment.imagePullSecrets spec.skills.imagePullSecrets(refs[])',
    'SandboxAgent@v1alpha3': 'spec.skills.imagePullSecrets(refs[])',
  },
  'kubefledged.io': {
    ImageCache: 'spec.imagePullSecrets(cacheSpec[].images[])',
  },
  'kubevirt.io': {
    VirtualMachineInstancePreset: 'spec.domain.firmware.kernelBoot.container.imagePullSecret:string',
  },
  'logging-extensions.banzaicloud.io': {
    EventTailer: 'spec.image.imagePullSecrets spec.workloadOverrides',
    HostTailer:
      'spec.fileTailers[].image.imagePullSecrets spec.image.imagePullSecrets spec.systemdTailers[].image.imagePullSecrets spec.workloadOverrides',
  },
  'logging.banzaicloud.io': {
    FluentbitAgent:
      'spec.bufferVolumeImage.imagePullSecrets spec.configHotReload.image.imagePullSecrets spec.image.imagePullSecrets',
    FluentdConfig:
      'spec.bufferVolumeImage.imagePullSecrets spec.configReloaderImage.imagePullSecrets spec.image.imagePullSecrets spec.scaling.drain.image.imagePullSecrets spec.scaling.drain.pauseImage.imagePullSecrets spec.volumeModImage.imagePullSecrets',
    Logging:
      'spec.fluentbit.bufferVolumeImage.imagePullSecrets spec.fluentbit.configHotReload.image.imagePullSecrets spec.fluentbit.image.imagePullSecrets spec.fluentd.bufferVolumeImage.imagePullSecrets spec.fluentd.configReloaderImage.imagePullSecrets spec.fluentd.image.imagePullSecrets spec.fluentd.scaling.drain.image.imagePullSecrets spec.fluentd.scaling.drain.pauseImage.imagePullSecrets spec.fluentd.volumeModImage.imagePullSecrets spec.nodeAgents[].nodeAgentFluentbit.daemonSet.spec.template.spec spec.syslogNG.configCheckPod spec.syslogNG.statefulSet.spec.template.spec',
    NodeAgent: 'spec.nodeAgentFluentbit.daemonSet.spec.template.spec',
    SyslogNGConfig: 'spec.configCheckPod spec.statefulSet.spec.template.spec',
  },
  'minio.min.io': {
    Tenant: 'spec.imagePullSecret:object',
  },
  'monitoring.grafana.com': {
    GrafanaAgent: 'spec.imagePullSecrets',
  },
  'mysql.oracle.com': {
    InnoDBCluster: 'spec.imagePullSecrets',
  },
  'mysql.presslabs.org': {
    MysqlCluster:
      'spec/podSpec.imagePullSecrets(image|podSpec.initContainers[].image|podSpec.containers[].image)',
  },
  'nvidia.com': {
    ClusterPolicy:
      'spec.ccManager.imagePullSecrets:strings spec.dcgm.imagePullSecrets:strings spec.dcgmExporter.imagePullSecrets:strings spec.devicePlugin.imagePullSecrets:strings spec.driver.imagePullSecrets:strings spec.driver.manager.imagePullSecrets:strings spec.gdrcopy.imagePullSecrets:strings spec.gds.imagePullSecrets:strings spec.gfd.imagePullSecrets:strings spec.kataManager.imagePullSecrets:strings spec.kataSandboxDevicePlugin.imagePullSecrets:strings spec.migManager.imagePullSecrets:strings spec.nodeStatusExporter.imagePullSecrets:strings spec.operator.initContainer.imagePullSecrets:strings spec.sandboxDevicePlugin.imagePullSecrets:strings spec.toolkit.imagePullSecrets:strings spec.validator.imagePullSecrets:strings spec.vfioManager.imagePullSecrets:strings spec.vfioManager.driverManager.imagePullSecrets:strings spec.vgpuDeviceManager.imagePullSecrets:strings spec.vgpuManager.imagePullSecrets:strings spec.vgpuManager.driverManager.imagePullSecrets:strings',
    'DynamoComponentDeployment@v1alpha1':
      'spec.extraPodSpec(mainContainer.image|containers[].image|initContainers[].image|volumes[].image.reference)',
    'DynamoComponentDeployment@v1beta1': 'spec.podTemplate.spec',
    'DynamoGraphDeployment@v1alpha1':
      'spec.services{}.extraPodSpec(mainContainer.image|containers[].image|initContainers[].image|volumes[].image.reference)',
    'DynamoGraphDeployment@v1beta1': 'spec.components[].podTemplate.spec',
    GPUCluster:
      'spec.dcgm.imagePullSecrets:strings spec.dcgmExporter.imagePullSecrets:strings spec.draDriver.imagePullSecrets:strings',
    NVIDIADriver:
      'spec.imagePullSecrets:strings spec.gdrcopy.imagePullSecrets:strings spec.gds.imagePullSecrets:strings spec.manager.imagePullSecrets:strings',
  },
  'ome.io': {
    'ClusterServingRuntime ServingRuntime':
      'spec.decoderConfig spec.decoderConfig.leader spec.decoderConfig.worker spec.engineConfig spec.engineConfig.leader spec.engineConfig.worker.imagePullSecrets spec spec.routerConfig.imagePullSecrets spec.workers.imagePullSecrets',
    InferenceService:
      'spec.decoder spec.decoder.leader spec.decoder.worker spec.engine spec.engine.leader spec.engine.worker spec.predictor.imagePullSecrets spec.predictor.workerSpec.imagePullSecrets spec.router.imagePullSecrets',
  },
  'opensearch.opster.io': {
    OpenSearchCluster:
      'spec.general.imagePullSecrets(image|defaultRepo|/spec.initHelper.image|/spec.bootstrap.initContainers[].image|/spec.nodePools[].initContainers[].image|/spec.nodePools[].sidecarContainers[].image) spec.dashboards.imagePullSecrets(image|/spec.general.defaultRepo)',
  },
  // The init helper runs in the pods of the nodes, which use the general list (opensearch-operator
  // pkg/builders/cluster.go).
  'opensearch.org': {
    OpenSearchCluster:
      'spec.general.imagePullSecrets(image|defaultRepo|/spec.initHelper.image|/spec.bootstrap.initContainers[].image|/spec.nodePools[].initContainers[].image|/spec.nodePools[].sidecarContainers[].image) spec.dashboards.imagePullSecrets(image|/spec.general.defaultRepo)',
  },
  'operator.cluster.x-k8s.io': {
    'AddonProvider BootstrapProvider@v1alpha2 ControlPlaneProvider@v1alpha2 CoreProvider@v1alpha2 IPAMProvider InfrastructureProvider@v1alpha2 RuntimeExtensionProvider':
      'spec.additionalDeployments{}.deployment.imagePullSecrets spec.deployment.imagePullSecrets',
    'BootstrapProvider@v1alpha1 ControlPlaneProvider@v1alpha1 CoreProvider@v1alpha1 InfrastructureProvider@v1alpha1':
      'spec.deployment.imagePullSecrets',
  },
  'operator.tigera.io': {
    Installation: 'spec.imagePullSecrets(registry)',
  },
  'orchestration.aibrix.ai': {
    KVCache:
      'spec.cache.template.spec spec.metadata.etcd.runtime.template.spec spec.metadata.redis.runtime.template.spec spec.watcher.template.spec',
    PodSet: 'spec.template.spec',
    'RayClusterFleet RayClusterReplicaSet':
      'spec.template.spec.headGroupSpec.template.spec spec.template.spec.workerGroupSpecs[].template.spec',
    RoleSet: 'spec.roles[].template.spec',
    StormService: 'spec.template.spec.roles[].template.spec',
  },
  'pg.percona.com': {
    'PerconaPGCluster PostgresCluster': 'spec.imagePullSecrets',
  },
  'pgv2.percona.com': {
    'PerconaPGCluster PerconaPGUpgrade': 'spec.imagePullSecrets',
  },
  'pingcap.com': {
    'Backup Restore': 'spec.imagePullSecrets(toolImage)',
    BackupSchedule: 'spec.backupTemplate.imagePullSecrets spec.logBackupTemplate.imagePullSecrets',
    DMCluster: 'spec.discovery.imagePullSecrets spec.master.imagePullSecrets spec.worker.imagePullSecrets',
    TidbCluster:
      'spec.imagePullSecrets spec.discovery.imagePullSecrets spec.pd.imagePullSecrets spec.pdms[].imagePullSecrets spec.pump.imagePullSecrets spec.ticdc.imagePullSecrets spec.tidb.imagePullSecrets spec.tiflash.imagePullSecrets spec.tikv.imagePullSecrets spec.tiproxy.imagePullSecrets',
    'TidbDashboard TidbInitializer TidbMonitor': 'spec.imagePullSecrets',
    TidbNGMonitoring: 'spec.imagePullSecrets spec.ngMonitoring.imagePullSecrets',
  },
  'pkg.crossplane.io': {
    ControllerConfig: 'spec.imagePullSecrets',
  },
  'platform.confluent.io': {
    'Connect ControlCenter Gateway KRaftController Kafka KafkaRestProxy KsqlDB SchemaRegistry USMAgent Zookeeper':
      'spec.image.pullSecretRef:strings',
    FlinkBlueGreenDeployment:
      'spec.template.spec.jobManager.podTemplate.spec spec.template.spec.podTemplate.spec spec.template.spec.taskManager.podTemplate.spec',
    FlinkDeployment:
      'spec/podTemplate.spec.imagePullSecrets(image|podTemplate.spec.containers[].image|podTemplate.spec.initContainers[].image) spec.jobManager.podTemplate.spec spec.taskManager.podTemplate.spec',
  },
  'postgres-operator.crunchydata.com': {
    'PGAdmin PGUpgrade PostgresCluster': 'spec.imagePullSecrets',
  },
  'production-stack.vllm.ai': {
    'CacheServer VLLMRouter': 'spec.image.pullSecretName:string',
    VLLMRuntime:
      'spec.deploymentConfig.image.pullSecretName:string spec.deploymentConfig.sidecarConfig.image.pullSecretName:string',
  },
  'ps.percona.com': {
    PerconaServerMySQLRestore: 'spec.pitr.backupSource.binlogServer.imagePullSecrets',
    PerconaServerMySQL:
      'spec.backup.imagePullSecrets spec.backup.pitr.binlogServer.imagePullSecrets spec.mysql.imagePullSecrets spec.orchestrator.imagePullSecrets spec.proxy.haproxy.imagePullSecrets spec.proxy.router.imagePullSecrets spec.toolkit.imagePullSecrets',
  },
  'psmdb.percona.com': {
    PerconaServerMongoDBClusterSync: 'spec.imagePullSecrets',
    PerconaServerMongoDB: 'spec.imagePullSecrets',
  },
  'pxc.percona.com': {
    PerconaXtraDBCluster:
      'spec.backup.imagePullSecrets spec.haproxy.imagePullSecrets spec.proxysql.imagePullSecrets spec.pxc.imagePullSecrets',
  },
  'redis.redis.opstreelabs.in': {
    RedisReplication:
      'spec/kubernetesConfig.imagePullSecrets(kubernetesConfig.image|redisExporter.image|initContainer.image|sidecars[].image) spec.sentinel.imagePullSecrets',
    'Redis RedisCluster':
      'spec/kubernetesConfig.imagePullSecrets(kubernetesConfig.image|redisExporter.image|initContainer.image|sidecars[].image)',
    RedisSentinel:
      'spec/kubernetesConfig.imagePullSecrets(kubernetesConfig.image|redisExporter.image|initContainer.image)',
  },
  'redpanda.vectorized.io': {
    Console: 'spec.deployment.imagePullSecrets',
  },
  'renovate-operator.mogenius.com': {
    RenovateJob: 'spec.imagePullSecrets',
  },
  'scylla.scylladb.com': {
    ScyllaCluster: 'spec.imagePullSecrets(repository|agentRepository)',
    ScyllaDBDatacenter: 'spec.imagePullSecrets',
  },
  'seaweed.seaweedfs.com': {
    'AdminScript SeaweedCSIDriver': 'spec.imagePullSecrets',
    Seaweed:
      'spec.imagePullSecrets spec.admin.imagePullSecrets spec.filer.imagePullSecrets spec.master.imagePullSecrets spec.s3.imagePullSecrets spec.sftp.imagePullSecrets spec.volume.imagePullSecrets spec.volumeTopology{}.imagePullSecrets spec.worker.imagePullSecrets',
  },
  'stunner.l7mp.io': {
    Dataplane: 'spec.imagePullSecrets',
  },
  'tailscale.com': {
    'ProxyClass Recorder': 'spec.statefulSet.pod.imagePullSecrets',
  },
  'temporal.io': {
    'TemporalCluster TemporalWorkerProcess': 'spec.imagePullSecrets',
    'TemporalWorkerDeployment WorkerDeployment': 'spec.template.spec',
  },
  'tests.testkube.io': {
    'Test TestExecution': 'spec.executionRequest.imagePullSecrets',
  },
  'testworkflows.testkube.io': {
    'TestWorkflow TestWorkflowTemplate':
      'spec/pod.imagePullSecrets(container.image|steps[].container.image|steps[].run.image|setup[].container.image|setup[].run.image|after[].container.image|after[].run.image|services{}.image) spec.setup[].execute.tests[].executionRequest.imagePullSecrets spec.setup[].parallel.execute.tests[].executionRequest.imagePullSecrets spec.steps[].execute.tests[].executionRequest.imagePullSecrets spec.steps[].parallel.execute.tests[].executionRequest.imagePullSecrets spec.after[].execute.tests[].executionRequest.imagePullSecrets spec.after[].parallel.execute.tests[].executionRequest.imagePullSecrets',
  },
  'toolhive.stacklok.dev': {
    'MCPRegistry VirtualMCPServer': 'spec.imagePullSecrets',
    MCPRemoteProxy: 'spec.podTemplateSpec.spec',
    // The MCP server gets pull secrets only from its pod template. `spec.imagePullSecrets` is for the proxy in front
    // of the server.
    'EmbeddingServer MCPServer':
      'spec/podTemplateSpec.spec.imagePullSecrets(image|podTemplateSpec.spec.containers[].image|podTemplateSpec.spec.initContainers[].image)',
  },
  'upgrade.cattle.io': {
    Plan: 'spec.imagePullSecrets',
  },
  'upstream.pgv2.percona.com': {
    'PGAdmin PGUpgrade PostgresCluster': 'spec.imagePullSecrets',
  },
  'valkey.io': {
    'ValkeyCluster ValkeyNode': 'spec.imagePullSecrets',
  },
  'vault.banzaicloud.com': {
    Vault:
      'spec/vaultPodSpec.imagePullSecrets(image|bankVaultsImage|statsdImage|fluentdImage|vaultPodSpec.containers[].image|vaultPodSpec.initContainers[].image) spec/vaultConfigurerPodSpec.imagePullSecrets(bankVaultsImage|vaultConfigurerPodSpec.containers[].image)',
  },
  'workload.serving.volcano.sh': {
    ModelServing: 'spec.template.roles[].entryTemplate.spec spec.template.roles[].workerTemplate.spec',
  },
  'workloads.x-k8s.io': {
    'RoleBasedGroup@v1alpha1': 'spec.roleTemplates[].template.spec spec.roles[].template.spec',
    'RoleBasedGroup@v1alpha2':
      'spec.roleTemplates[].template.spec spec.roles[].leaderWorkerPattern.template.spec spec.roles[].standalonePattern.template.spec',
    'RoleBasedGroupSet@v1alpha1':
      'spec.template.roleTemplates[].template.spec spec.template.roles[].template.spec',
    'RoleBasedGroupSet@v1alpha2':
      'spec.groupTemplate.spec.roleTemplates[].template.spec spec.groupTemplate.spec.roles[].leaderWorkerPattern.template.spec spec.groupTemplate.spec.roles[].standalonePattern.template.spec',
    RoleBasedGroupWarmup:
      'spec.targetNodes.imagePreload.pullSecrets spec.targetRoleBasedGroup.roles{}.imagePreload.pullSecrets',
  },
}))
