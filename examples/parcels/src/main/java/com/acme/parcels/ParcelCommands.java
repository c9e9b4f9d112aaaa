package com.acme.parcels;

import static dev.millrace.eventsourcing.lambda.HttpCall.within;

import com.acme.parcels.Parcel.Command;
import com.acme.parcels.Parcel.Command.RegisterParcel;
import com.acme.parcels.Parcel.Event;
import com.acme.parcels.Parcel.Rejection;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.Problem;

/// The routes that change parcels.
record ParcelCommands(Entities<Parcel, Command, Event, Rejection> parcels) {
    private static final int MOST_CHARACTERS = 100;

    record Registration(String sender, String recipient) {}

    record Answer(String parcelId) {}

    /// Registers a parcel. A repeated call with the same `Idempotency-Key` gets the same parcel.
    HttpAnswer register(HttpCall call) {
        var body = call.body(Registration.class);
        var sender = within("sender", body.sender(), MOST_CHARACTERS);
        var recipient = within("recipient", body.recipient(), MOST_CHARACTERS);
        var parcelId = call.newEntityId(sender);
        // The id follows from the whole command: the same key with another recipient is another
        // command.
        var commandId = Ids.of("RegisterParcel", parcelId, sender, recipient);
        send(parcelId, commandId, new RegisterParcel(sender, recipient), call);
        return HttpAnswer.accepted("/parcels/" + parcelId, new Answer(parcelId));
    }

    /// Sends a command to the parcel that the path names.
    HttpAnswer send(HttpCall call, Command command) {
        var parcelId = call.path("parcelId");
        if (!Ids.isOne(parcelId)) throw Problem.notFound("parcel");
        var name = Parcel.TYPE.commands().nameOf(command);
        send(parcelId, Ids.of(name, parcelId, call.requestId()), command, call);
        return HttpAnswer.json(200, new Answer(parcelId));
    }

    private void send(String parcelId, String commandId, Command command, HttpCall call) {
        var trace = new Trace(commandId, HttpCall.SENDER, call.requestId(), null);
        switch (parcels.send(parcelId, command, trace)) {
            case Outcome.Accepted<Parcel, Rejection> _ -> {}
            case Outcome.Rejected<Parcel, Rejection>(var reason) -> throw problem(reason);
            case Outcome.Erased<Parcel, Rejection>() -> throw Problem.notFound("parcel");
        }
    }

    private static Problem problem(Rejection reason) {
        return switch (reason) {
            case NOT_FOUND -> Problem.notFound("parcel");
            case ALREADY_REGISTERED -> conflict(reason, "This key has registered another parcel.");
            case NOT_ASSIGNED -> conflict(reason, "No courier is assigned yet.");
            case NOT_HANDED_OVER -> conflict(reason, "The parcel is not handed over yet.");
            case ALREADY_ASSIGNED -> conflict(reason, "The parcel has a courier.");
            case ALREADY_DELIVERED -> conflict(reason, "The parcel is delivered.");
            case ALREADY_RETURNED -> conflict(reason, "The parcel went back to its sender.");
        };
    }

    private static Problem conflict(Rejection reason, String detail) {
        return new Problem(409, reason.name(), detail);
    }
}
