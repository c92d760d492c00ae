import description from '../../../package.json' with { type: 'json' }

/** This program, as others name it. */
export const ABOUT = {
  name: description.name,
  version: description.version,
  home: description.homepage.replace(/#.*$/, ''),
} as const
