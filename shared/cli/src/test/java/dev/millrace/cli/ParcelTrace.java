package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A trace of an invented service, of parcels and couriers, with an entry of each status.
final class ParcelTrace {
    /// JSON with single quotes instead of double quotes.
    static final String TEXT =
            """
            {'type':'Parcel','entity':'p1','status':'ON_ITS_WAY','now':'2026-03-01T12:00:10.5Z',
             'facts':[{'name':'sender','text':'ada\\u001b[2J'},{'name':'parcel-view','text':'ON_ITS_WAY, version 2'}],
             'entries':[
               {'id':'c1','lane':'http','text':'PostParcel','at':'2026-03-01T12:00:00Z','causes':[],'status':'DONE'},
               {'id':'p1/1/0','lane':'Parcel','text':'ParcelPosted','detail':'commit 1','at':'2026-03-01T12:00:00Z',
                'causes':['c1'],'status':'DONE'},
               {'id':'r','lane':'routes','text':'found one','causes':['p1/1/0'],'status':'DONE'},
               {'id':'scan','lane':'outside','text':'ParcelScanned s1','at':'2026-03-01T12:00:00.1Z','causes':[],
                'status':'DONE'},
               {'id':'c2','lane':'dispatch','text':'SendParcel','at':'2026-03-01T12:00:00.319Z',
                'causes':['p1/1/0','scan','r'],'status':'DONE'},
               {'id':'p1/2/0','lane':'Parcel','text':'ParcelSent','detail':'commit 2','at':'2026-03-01T12:00:00.319Z',
                'causes':['c2'],'status':'DONE'},
               {'id':'a','lane':'announcement','text':'Parcel#p1/2','detail':'no bus','at':'2026-03-01T12:00:01Z',
                'causes':['p1/2/0'],'status':'PARKED'},
               {'id':'s','lane':'labels','text':'Parcel#p1/1','detail':'no printer','at':'2026-03-01T12:00:02Z',
                'causes':['p1/1/0'],'status':'SKIPPED'},
               {'id':'o','lane':'reminder','text':'owes RemindCourier','causes':['p1/2/0'],'status':'PENDING'},
               {'id':'t','lane':'reminder','text':'wakes','detail':'half time','at':'2026-03-01T15:00:00Z',
                'causes':['p1/2/0'],'status':'PENDING'}],
             'why':['It is on its way.\\nReally.','This helps: ./millrace redrive announcement Parcel#p1/2'],
             'commands':['./millrace redrive announcement Parcel#p1/2'],'rejections':'filter outcome'}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private ParcelTrace() {}

    static ObjectNode json() {
        return (ObjectNode) read(TEXT);
    }

    /// @param text JSON with single quotes instead of double quotes
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
