/** The same on every host, as on the vendor's pages. */
export const ports = {
  postgres: 8100,
  redis: 8110,
  etcd: 8120,
  manager: 8081,
  balancer: 8080,
  storageClient: 6021,
  storageManager: 6022,
  webserver: 8090,
  agent: 6001,
} as const;
