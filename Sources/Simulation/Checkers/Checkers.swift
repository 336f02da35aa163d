import ControlPlane
import Protocol

/// Every checker, asked after every fact.
///
/// Copies of missions are kept from those that judge missions, here and nowhere else.
struct Checkers {
    private var filter = CopyFilter()
    private var missionRows = MissionRowChecker()
    private var runTrees = RunTreeChecker()
    private var results = ResultChecker()
    private var slots = SlotChecker()
    private var charges = ChargeChecker()
    private var terminalRows = TerminalChecker()
    private var startOrder = StartOrderChecker()
    private var pools = PoolChecker()
    private var poolStates = PoolStateChecker()
    private var startRates = StartRateChecker()
    private var fairness = FairnessChecker()
    private var acknowledgements = AcknowledgementChecker()
    private var submits = SubmitChecker()
    private var commitOrder = CommitOrderChecker()
    private var workers = WorkerChecker()
    private var drains = DrainChecker()
    private var eventSequence = EventSequenceChecker()
    private var intents = IntentChecker()
    private var stops = StopChecker()
    private var cancels = CancelChecker()
    private var gaps = GapChecker()
    private var readiness = ReadyChecker()
    private var operators = OperatorChecker()
    private var reroutes = RerouteChecker()
    private var fallbacks = FallbackChecker()
    private var incidents = IncidentChecker()
    private var questions = QuestionChecker()
    private var ages = AgeChecker()
    private var holds = HoldChecker()
    private var estops = EstopChecker()
    private var sessions = SessionChecker()
    private var budgets = BudgetChecker()
    private var health = HealthChecker()
    private var rollbacks = RollbackChecker()
    private var preemptions = PreemptionChecker()
    private var resolutions = ResolveChecker()
    private var rollouts = RolloutChecker()
    private var dayBudgets = DayBudgetChecker()
    private var host = HostChecker()
    private var copies = CopyChecker()
    private var copyStarts: CopyStartChecker
    private var copyLanes = CopyLaneChecker()
    private var comparisons = ComparisonChecker()
    private var shadowBudgets = DayBudgetChecker(of: .copies)

    /// Creates all of them.
    ///
    /// - Parameter startsSteadily: False where nothing may start at times because the disk is full or
    ///   the machine is short of memory, which is not written.
    init(startsSteadily: Bool) {
        copyStarts = CopyStartChecker(startsSteadily: startsSteadily)
    }

    /// A supervisor gets these figures of its machine in its next turn.
    mutating func hostMeasured(_ figures: HostFigures) {
        host.figures = figures
        startOrder.hostMeasured(figures)
    }

    /// The supervisor that has just started follows no clean stop, on a machine that went down.
    mutating func bootedUncleanly(at now: MonotonicTime) {
        host.bootedUncleanly(at: now)
        startOrder.bootedUncleanly(at: now)
    }

    /// Takes the next fact in; the first rule that it breaks, with how.
    mutating func observe(
        _ observation: Observation,
        _ ledger: SimulatedLedger
    ) -> (rule: String, message: String)? {
        filter.note(observation)
        let missions = filter.observation(observation, showing: .missions)
        let starts = filter.observation(observation, showing: .runs)
        let shadows = filter.observation(observation, showing: .copies)
        if let broken = Self.ask(&missionRows, observation, ledger) { return broken }
        if let broken = Self.ask(&runTrees, observation, ledger) { return broken }
        if let broken = Self.ask(&results, observation, ledger) { return broken }
        if let broken = Self.ask(&slots, observation, ledger) { return broken }
        if let broken = Self.ask(&charges, missions, ledger) { return broken }
        if let broken = Self.ask(&terminalRows, observation, ledger) { return broken }
        if let broken = Self.ask(&startOrder, starts, ledger) { return broken }
        if let broken = Self.ask(&pools, observation, ledger) { return broken }
        if let broken = Self.ask(&poolStates, observation, ledger) { return broken }
        if let broken = Self.ask(&startRates, observation, ledger) { return broken }
        if let broken = Self.ask(&fairness, starts, ledger) { return broken }
        if let broken = Self.ask(&acknowledgements, observation, ledger) { return broken }
        if let broken = Self.ask(&submits, observation, ledger) { return broken }
        if let broken = Self.ask(&commitOrder, observation, ledger) { return broken }
        if let broken = Self.ask(&workers, observation, ledger) { return broken }
        if let broken = Self.ask(&drains, observation, ledger) { return broken }
        if let broken = Self.ask(&eventSequence, observation, ledger) { return broken }
        if let broken = Self.ask(&intents, observation, ledger) { return broken }
        if let broken = Self.ask(&stops, observation, ledger) { return broken }
        if let broken = Self.ask(&cancels, observation, ledger) { return broken }
        if let broken = Self.ask(&gaps, observation, ledger) { return broken }
        if let broken = Self.ask(&readiness, observation, ledger) { return broken }
        if let broken = Self.ask(&operators, observation, ledger) { return broken }
        if let broken = Self.ask(&reroutes, missions, ledger) { return broken }
        if let broken = Self.ask(&fallbacks, missions, ledger) { return broken }
        if let broken = Self.ask(&incidents, observation, ledger) { return broken }
        if let broken = Self.ask(&questions, observation, ledger) { return broken }
        if let broken = Self.ask(&ages, observation, ledger) { return broken }
        if let broken = Self.ask(&holds, observation, ledger) { return broken }
        if let broken = Self.ask(&estops, observation, ledger) { return broken }
        if let broken = Self.ask(&sessions, observation, ledger) { return broken }
        if let broken = Self.ask(&budgets, observation, ledger) { return broken }
        if let broken = Self.ask(&health, missions, ledger) { return broken }
        if let broken = Self.ask(&rollbacks, missions, ledger) { return broken }
        if let broken = Self.ask(&preemptions, starts, ledger) { return broken }
        if let broken = Self.ask(&resolutions, observation, ledger) { return broken }
        if let broken = Self.ask(&rollouts, missions, ledger) { return broken }
        if let broken = Self.ask(&dayBudgets, missions, ledger) { return broken }
        if let broken = Self.ask(&host, observation, ledger) { return broken }
        if let broken = Self.ask(&copies, observation, ledger) { return broken }
        if let broken = Self.ask(&copyStarts, observation, ledger) { return broken }
        if let broken = Self.ask(&copyLanes, observation, ledger) { return broken }
        if let broken = Self.ask(&comparisons, observation, ledger) { return broken }
        if let broken = Self.ask(&shadowBudgets, shadows, ledger) { return broken }
        return nil
    }

    private static func ask<C: Checker>(
        _ checker: inout C,
        _ observation: Observation,
        _ ledger: SimulatedLedger
    ) -> (rule: String, message: String)? {
        checker.observe(observation, ledger).map { (C.rule, $0) }
    }
}
