/**
 * One JSON document with everything, sorted by name in byte order. What belongs to an extension is left out;
 * so is the index behind a constraint, and NOT NULL where newer servers list it as a constraint.
 */
export const introspectionQuery = `
WITH relations AS (
  SELECT c.oid, c.relname::text AS name, c.relkind FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), tables AS (
  SELECT oid, name FROM relations WHERE relkind IN ('r', 'p')
), others AS (
  SELECT CASE r.relkind WHEN 'f' THEN 'foreign table ' ELSE 'view ' END || r.name AS name,
    (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped) AS said
  FROM relations r WHERE r.relkind IN ('v', 'm', 'f')
  UNION ALL
  SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', md5(p.prosrc)
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT 'trigger ' || g.tgname || ' on ' || t.name, pg_get_triggerdef(g.oid)
  FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  UNION ALL
  SELECT 'policy ' || y.polname || ' on ' || t.name, coalesce(pg_get_expr(y.polqual, y.polrelid), '')
  FROM tables t JOIN pg_policy y ON y.polrelid = t.oid
  UNION ALL
  SELECT 'rule ' || w.rulename || ' on ' || r.name, w.ev_type::text || w.is_instead::text
  FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'event trigger ' || v.evtname, v.evtevent || ' ' || v.evtfoid::regproc FROM pg_event_trigger v
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = v.oid AND d.deptype = 'e')
  UNION ALL
  SELECT 'publication ' || b.pubname, concat_ws(' ', b.puballtables, b.pubinsert, b.pubupdate, b.pubdelete) FROM pg_publication b
  UNION ALL
  SELECT 'foreign server ' || s.srvname, w.fdwname || ' ' || md5(coalesce(s.srvoptions::text, ''))
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  UNION ALL
  SELECT 'type ' || t.typname, format_type(t.typbasetype, t.typtypmod) FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid
  WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('d', 'r') OR r.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
)
SELECT json_build_object(
  'tables', (SELECT json_agg(name ORDER BY name COLLATE "C") FROM tables),
  'columns', (
    SELECT json_agg(json_build_object('table', t.name, 'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attname::text COLLATE "C")
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum),
  'constraints', (
    SELECT json_agg(json_build_object('table', t.name, 'name', k.conname,
        'kind', CASE k.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign'
                WHEN 'x' THEN 'exclude' ELSE 'check' END,
        'definition', pg_get_constraintdef(k.oid)) ORDER BY k.conname::text COLLATE "C")
    FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')),
  'indexes', (
    SELECT json_agg(json_build_object('table', t.name, 'name', i.relname,
        'definition', pg_get_indexdef(x.indexrelid)) ORDER BY i.relname::text COLLATE "C")
    FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))),
  'types', (
    SELECT json_object_agg(name, vals ORDER BY name COLLATE "C") FROM (
      SELECT t.typname::text AS name, json_agg(e.enumlabel ORDER BY e.enumsortorder) AS vals
      FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
      WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname) enums),
  'sequences', (
    SELECT json_object_agg(r.name, format_type(s.seqtypid, NULL) ORDER BY r.name COLLATE "C")
    FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid),
  'extensions', (
    SELECT json_agg(extname ORDER BY extname::text COLLATE "C") FROM pg_extension WHERE extname <> 'plpgsql'),
  'others', (SELECT json_object_agg(name, said ORDER BY name COLLATE "C") FROM others)
) AS schema`;
