import { oneHost } from '../host-named';

export const { GET, PATCH, DELETE } = oneHost;
