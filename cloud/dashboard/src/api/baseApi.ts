import { createApi } from '@reduxjs/toolkit/query/react';
import { baseQuery } from './baseQuery';

export const baseApi = createApi({
  reducerPath: 'api',
  baseQuery,
  tagTypes: ['Halls', 'Occupancy', 'Gates', 'Gate', 'Members', 'Member', 'Events', 'Sessions', 'Attendance'],
  // A page that was left open over lunch is right again at once.
  refetchOnReconnect: true,
  refetchOnFocus: true,
  endpoints: () => ({}),
});
