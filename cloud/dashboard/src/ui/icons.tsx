import { createSvgIcon } from '@mui/material';

// Paths of our own, 24 units wide; the icon packages weigh more than the rest of the dashboard.
export const LiveIcon = createSvgIcon(<path d="M3 13h4l3-8 4 14 3-8h4v2h-3l-4 9-4-13-2 6H3z" />, 'Live');
export const MembersIcon = createSvgIcon(<path d="M12 12a4.5 4.5 0 1 0 0-9 4.500 4.500 0 0 0 0 9zm0 2c-4.700 0-9 2.300-9 5.500V21h18v-1.500c0-3.200-4.300-5.500-9-5.500z" />, 'Members');
export const GateIcon = createSvgIcon(<path d="M4 21V3h16v18h-3V6H7v15zm6-9h4v2h-4z" />, 'Gate');
export const ChartIcon = createSvgIcon(<path d="M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z" />, 'Chart');
export const InIcon = createSvgIcon(<path d="M11 4h8v16h-8v-2h6V6h-6zM9 8l5 4-5 4v-3H3v-2h6z" />, 'In');
export const OutIcon = createSvgIcon(<path d="M5 4h8v2H7v12h6v2H5zm11 4 5 4-5 4v-3h-6v-2h6z" />, 'Out');
export const NoIcon = createSvgIcon(<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm5 11H7v-2h10z" />, 'No');
export const WarningIcon = createSvgIcon(<path d="M12 3 1.500 21h21zm1 14h-2v-2h2zm0-4h-2V9h2z" />, 'Warning');
export const InfoIcon = createSvgIcon(<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 15h-2v-6h2zm0-8h-2V7h2z" />, 'Info');
export const BackIcon = createSvgIcon(<path d="M20 11H8l5-5-1.500-1.500L4 12l7.500 7.500L13 18l-5-5h12z" />, 'Back');
export const AddIcon = createSvgIcon(<path d="M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z" />, 'Add');
export const LeaveIcon = createSvgIcon(<path d="M5 3h9v2H7v14h7v2H5zm12 5 5 4-5 4v-3h-7v-2h7z" />, 'Leave');
