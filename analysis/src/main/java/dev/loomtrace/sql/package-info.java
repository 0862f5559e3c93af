/**
 * SQL about traces: what a face asks a database, which is no part of this module since it is large,
 * and how rows are written. {@link dev.loomtrace.sql.SqlEngine} is the door.
 */
package dev.loomtrace.sql;
