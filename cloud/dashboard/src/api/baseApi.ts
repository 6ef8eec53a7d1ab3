import { createApi } from '@reduxjs/toolkit/query/react';
import { baseQuery } from './baseQuery';

export const baseApi = createApi({
  reducerPath: 'api',
  baseQuery,
  // A page that was left open over lunch is right again at once.
  refetchOnReconnect: true,
  refetchOnFocus: true,
  endpoints: () => ({}),
});
