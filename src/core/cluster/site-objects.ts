/** What a database has beyond its release, by the release's own words: the site's. */
export interface SiteObjects {
  /** "table site_billing", "column users.site_employee_no", "view site_report". */
  readonly objects: readonly string[];
  /** Columns of its tables that have a type of the release: "site_copy.status, of type vfolderstatus". */
  readonly typed: readonly string[];
  /** Its views, with the columns of the release's tables that they read. */
  readonly views: readonly {
    readonly view: string;
    readonly materialized: boolean;
    readonly reads: readonly string[];
  }[];
}
