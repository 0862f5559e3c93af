// The shapes of what the server answers. Times are nanoseconds since the trace's start.

/** An id of a thread, carrier or task: digits where a number would not hold it exactly.
 * @typedef {number | string} Id */

/** @typedef {'unknown' | 'running' | 'runnable' | 'waiting' | 'syscall' | 'pinned'} State */

/** @typedef {{id: number, name: string, bytes: number, modified: string, state: 'reading' | 'ready' | 'failed' | 'closed', progress?: number,
 *   error?: string}} FileInfo */

/**
 * What pictures of the timeline are drawn with: a canvas, or what writes them down.
 * @typedef {Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'lineWidth'
 *   | 'imageSmoothingEnabled' | 'save' | 'restore' | 'beginPath' | 'moveTo' | 'lineTo' | 'bezierCurveTo' | 'arc' | 'rect' | 'fillRect'
 *   | 'strokeRect' | 'clearRect' | 'setLineDash' | 'measureText' | 'fillText'>
 *   & {fill(): void, stroke(): void, clip(): void, drawImage(image: ImageBitmap, sx: number, sy: number, sw: number, sh: number,
 *   x: number, y: number, width: number, height: number): void}} Brush
 */
/** @typedef {{durationNanos: number, startWall?: string, events: number, kind: 'jfr' | 'go', threads: number, carriers: number,
 *   repairs?: string, fault?: string, hash?: string}} Extent */

/** What a row is; the page's own `more` stands for several that are not shown.
 * @typedef {'ranges' | 'counter' | 'carrier' | 'tasks' | 'group' | 'thread' | 'more'} RowKind */

/** @typedef {{id: string, kind: RowKind, label: string, begin: number, end: number, spans: number, members?: number, threadKind?: string,
 *   runningNanos?: number, waitingNanos?: number, runnableNanos?: number, group?: string, unit?: string}} Row */

/** @typedef {{thread?: Id, name?: string, kind: string}} Waker */

/** @typedef {{begin: number, end: number, state?: State, reason?: string, resource?: string, label: string, waker?: Waker, proc?: Id,
 *   open?: boolean, beganBefore?: boolean, thread?: Id, name?: string, task?: Id, scope?: string}} Span */

/** @typedef {{begin: number, end: number, name: string, task?: Id, depth: number}} RegionSpan */

/** @typedef {{more: boolean, spans: Span[], regions?: RegionSpan[]}} Spans */

/** @typedef {{times: number[], min: number[], max: number[], last: number[]}} Counter */

/** @typedef {{function: string, file: string, line: number, origin?: 'application' | 'library' | 'runtime'}} Frame */

/** @typedef {Span & {stack?: Frame[], stackWeight?: number}} SpanWithStack */

/** @typedef {{time: number, thread: Id, name: string}} Woke */

/** @typedef {{span?: SpanWithStack, woke?: Woke[], wokeMore?: boolean, thread: Row, task?: {id: Id, name: string}, previous?: number, next?: number,
 *   creator?: {thread: Id, name: string}}} At */

/** @typedef {{begin: number, end: number, thread?: Id, name?: string, state: State | 'blocked' | 'stopped' | 'handOff' | 'before',
 *   reason?: string, resource?: string, label: string, depth: number}} Segment */

/** @typedef {{segments: Segment[], threads: Row[], more?: boolean}} Critical `more`: the rest is left out */

/** @typedef {{time: number, from: Id, to: Id}} Wake */

/** @typedef {Partial<Record<State, number>>} NanosByState */

/** @typedef {{reason: string, resource: string, label: string, count: number, totalNanos: number, longestNanos: number, thread: Id,
 *   time: number, idle?: boolean}} StretchWait */

/** @typedef {{nanosByState: NanosByState, threads: number, waits: StretchWait[], waitsLeftOut?: number, top: Array<Row & {nanosByState: NanosByState}>}} Selection */

/** @typedef {{kind: 'thread' | 'group' | 'task' | 'function' | 'log' | 'region', label: string, row?: string, thread?: Id, task?: Id,
 *   time?: number}} Hit */

/** @typedef {{time: number, thread: Id, name: string, task?: Id, category: string, text: string}} Log */

/** @typedef {{total?: number, logs: Log[], more: boolean}} Logs */

/** @typedef {{kind: string, name: string, total: number, durations: number[], ids: Id[], begins: number[], cut: boolean[], threads?: Id[],
 *   more?: boolean}} Units */

/** @typedef {{type: string, timed: boolean, total: number, estimated: boolean, frames: string[], nodes: Array<[number, number, number, number]>,
 *   leftOut: number, remarks: string[]}} Flame */

// The command line's own JSON.

/** @template T @typedef {{answer: T, remarks: string[], command: string}} Answer */

/** @typedef {{site?: Frame, called?: Frame}} CodePlace */

/** How time was spent, as the command line partitions it.
 * @typedef {{totalNanos: number, nanosByState: {running: number, runnable: number, pinned: number, stopped: number, unknown: number,
 *   before: number, blocked: Record<string, number>}}} Times */

/** @typedef {{count: number, totalNanos: number, longestNanos: number}} Durations */

/** @typedef {CodePlace & {role: string, name?: string, task?: Id, goroutine?: Id, count: number, totalNanos: number}} Evidence */

/** @typedef {CodePlace & {kind: string, severity: 'high' | 'medium' | 'low', text: string, what: string, count: number, totalNanos: number,
 *   evidence: Evidence[], command: string}} Finding */

/** @typedef {CodePlace & {reason: string, count: number, totalNanos: number, ofReasonNanos: number}} WaitPlace */

/** @typedef {{goroutine: Id, threadKind?: string, name: string, seenNanosBeforeEnd: number}} LockOwner */

/** @typedef {CodePlace & {state: string, reason: string, resource: string, count: number, totalNanos: number, longestNanos: number,
 *   lockOwner?: LockOwner, lockOwners?: number, waitsOfKnownOwners?: number}} OpenWait */

/** @typedef {{findings: Finding[], durationNanos: number, wallStart?: string, events: number,
 *   goroutinesByKind: Record<string, {seen: number, created: number, ended: number}>, procs: number,
 *   running: Durations, runnable: Durations, pinned: Durations, unknown: Durations, waits: Record<string, Durations>,
 *   idle: {threads: number, pools: number, waits: Record<string, Durations>, openThreads: number, openTotalNanos: number},
 *   waitsByPlace: {estimated: boolean, totalNanos: number, withoutStackNanos: number, places: WaitPlace[]},
 *   tasks: Record<string, Durations>, openTasks: number, openWaits: OpenWait[], tasksInProgress: Record<string, Durations>,
 *   regions: Record<string, Durations>, repairs: Record<string, number>,
 *   coverage: {bytes?: number, ofBytes?: number, fault?: string}}} Summary */

/** @typedef {Times & {task: Id, type: string, externalId?: string, traceId?: string, spanId?: string, parent?: Id, beginNanos: number,
 *   begin?: string, beganBefore: boolean, ended: boolean, goroutines: Id[], threadKinds: string[], sumOverThreads?: Times,
 *   waits: UnitWait[]}} Task */

/** @typedef {{types: Array<Times & {type: string, ended: number, medianNanos: number, p99Nanos: number, longestNanos: number}>,
 *   slowest: Task[]}} Tasks */

/** @typedef {{whole: number, medianNanos: number, p90Nanos: number, p99Nanos: number, longestNanos: number}} Quantiles */

/** @typedef {Times & {thread: Id, kind: string, name: string, group: string, creator?: Id, beginNanos: number, begin?: string,
 *   beganBefore: boolean, ended: boolean, nanosInRanges?: Record<string, number>}} Thread */

/** @typedef {{threads: number, groups: Array<Times & Quantiles & {group: string, kind: string, threads: number}>, slowest: Thread[]}} Threads */

/** @typedef {{regions: number, groups: Array<Times & Quantiles & {name: string, count: number}>,
 *   slowest: Array<Times & {name: string, task?: Id, thread: Id, beginNanos: number, beganBefore: boolean, ended: boolean}>}} Regions */

/** @typedef {{goroutine?: Id, threadKind?: string, kind: string, name: string, task?: Id, taskType?: string}} WaitWaker */

/** @typedef {CodePlace & {reason: string, resource: string, count: number, totalNanos: number, longestNanos: number, earlierNanos: number,
 *   open: boolean, pinned: boolean, lockOwner?: LockOwner, waker?: WaitWaker, wakers: Array<WaitWaker & {several: boolean, severalTasks: boolean, count: number, totalNanos: number}>,
 *   chain?: ChainStep}} UnitWait */

/** @typedef {CodePlace & {step: 'wait' | 'handOff' | 'start' | 'omitted', reason?: string, resource?: string, owner: string,
 *   repeated: boolean}} PathLink */

/** @typedef {CodePlace & {state: string, reason?: string, resource?: string}} PathStory */

/** @typedef {PathLink & {threads: Id[], threadKinds: string[], threadCount: number, waits: number, beginNanos: number, endNanos: number,
 *   totalNanos: number, did: Array<PathStory & {totalNanos: number}>, next: ChainStep[]}} ChainStep */

/** @typedef {{waitedNanos: number, processorNanos: number, unknownNanos: number, oneIdleNanos: number, carriers: number, carrierNanos: number,
 *   groups: Array<{group: string, thread: Id, kind: string, several: boolean, totalNanos: number,
 *     places: Array<CodePlace & {placeFrom: string, totalNanos: number}>}>,
 *   otherGroups: number, othersNanos: number, idleNanos: number}} CarriersMeanwhile */

/** What `why` says of a task or of a thread's life.
 * @typedef {Times & {waits: UnitWait[], carriersMeanwhile?: CarriersMeanwhile, beginNanos: number, begin?: string, beganBefore: boolean,
 *   ended: boolean, sumOverThreads?: Times, task?: Id, type?: string, goroutines?: Id[], threadKinds?: string[], parent?: Id,
 *   externalId?: string, traceId?: string, spanId?: string, thread?: Id, kind?: string, name?: string, group?: string, creator?: Id}} Why */

/** @typedef {PathStory & {chain: PathLink[], totalNanos: number, savedAtMostNanos: number, units: number, p50Nanos: number, p99Nanos: number,
 *   nanosByBand: number[], tailNanos: number, examples: Array<{id: Id, beginNanos: number, nanos: number}>}} PathRow */

/** @typedef {{unit: string, name: string, units: number, unitsCut: number, totalNanos: number, p50Nanos: number, p95Nanos: number,
 *   p99Nanos: number, longestNanos: number, unitsByBand: number[], tailUnits: number, tailNanos: number, rows: PathRow[]}} PathAnswer */

/** @typedef {{carrierNanos: number, runningNanos: number, pinnedNanos: number, idleNanos: number, runnableNanos: number}} CarrierUse */

/** @typedef {CodePlace & {group: string, placeFrom: string, count: number, totalNanos: number, longestNanos: number, thread: Id, kind: string,
 *   beginNanos: number, causedNanos: number}} Hold */

/** @typedef {{known: boolean, carriers: number, beginNanos: number, totalNanos: number, use: CarrierUse,
 *   overTime: Array<CarrierUse & {beginNanos: number, totalNanos: number}>,
 *   groups: Array<{group: string, runningNanos: number, pinnedNanos: number, runnableNanos: number}>,
 *   saturations: number, saturatedNanos: number, waitedNanos: number,
 *   longestSaturations: Array<{beginNanos: number, totalNanos: number, waits: number, mostAtATime: number, waitedNanos: number}>,
 *   holds: Hold[]}} Carriers */

/** @typedef {{windowNanos: number, utilisation: number, proc?: number, beginNanos?: number, begin?: string}} MutatorWindow */

/** @typedef {{taken: string[], perProc: boolean, jvm: boolean, procs?: number, lengthNanos: number, curve: MutatorWindow[], windowNanos: number,
 *   worst: MutatorWindow[]}} Mmu */

// The page's own.

/** What a view needs.
 * @typedef {{api: import('./api.js').Api, file: FileInfo, extent: Extent, signal: AbortSignal}} Context */

/** A recording that goes on: `held` says whether the revision that was asked for is still there, `laterNanos` how much
 * later than it the latest begins; `trouble` why there is none that is newer.
 * @typedef {{revision: number, ageNanos: number, keepNanos: number, everyNanos: number, limited: boolean, ended: boolean, dump: boolean,
 *   trouble?: string, durationNanos?: number, laterNanos?: number, held: boolean}} Live */

/** A view of the page; `update` shows another place of the same view, and says whether it could.
 * @typedef {{element: HTMLElement, update?: (place: import('./place.js').Place, before: import('./place.js').Place) => boolean,
 *   close?: () => void}} View */

export {};
