export const appTexts = {
  pages: { live: 'Live', members: 'Members', gates: 'Gates', attendance: 'Attendance' },
  navigation: 'Pages',
  skip: 'Skip to the page',
  signOut: 'Sign out',
  notFound: 'There is no such page',
  notFoundTodo: 'The address may be old. Choose another page.',
  opening: 'Opening StudySpot…',
  undone: 'Undone.',
  undoFailed: 'This could not be undone.',
  crashed: 'This page has failed',
  crashedTodo: 'Load it again. If it fails again, tell whoever runs StudySpot what you did.',
  reload: 'Load again',
};
