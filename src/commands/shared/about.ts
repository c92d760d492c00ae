import description from '../../../package.json' with { type: 'json' }

/** The name, version and home page of this program, for report formats and User-Agent headers. */
export const ABOUT = {
  name: description.name,
  version: description.version,
  home: description.homepage.replace(/#.*$/, ''),
} as const
